package io.borelog.ingest.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a client might send after its CONNECT: mostly good publishes of every form, other packets among them, and, if asked, damage. */
final class PacketStream {
    private static final String[] TOPICS = {
        "a", "OPCPUBSUB/BOX/tool/ResultManagement", "a//b/", "/", "x/".repeat(127) + "y", "x/".repeat(128) + "y", "bohr/m\u00fchle", "\u65e5/\ud83d\ude00",
        "a/+", "#", "a\u0000b", "$SYS/x", "", "z".repeat(300)};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>();
    private final SplittableRandom random;
    private final int level;

    PacketStream(final SplittableRandom random, final int level) {
        this.random = random;
        this.level = level;
        packet(0x10, connect());
    }

    private byte[] connect() {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', (byte) level, 2, 0, 0});
        if (level == 5) {
            body.write(0);
        }
        text(body, "client");
        return body.toByteArray();
    }

    PacketStream packets(final int count) {
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(20)) {
                case 0 -> packet(0xC0, new byte[0]);
                case 1 -> packet(0x62, new byte[] {0, (byte) random.nextInt(6)});
                case 2 -> packet(0x40, new byte[] {0, 1});
                case 3 -> packet(0x82, level == 5 ? new byte[] {0, 9, 0, 0, 1, 'a', 1} : new byte[] {0, 9, 0, 1, 'a', 1});
                case 4 -> packet(0x30 | random.nextInt(16), bytes(random.nextInt(30)));
                default -> publish();
            }
        }
        return this;
    }

    void publish() {
        final int qos = random.nextInt(3);
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, TOPICS[random.nextInt(4) == 0 ? random.nextInt(TOPICS.length) : random.nextInt(4)]);
        if (qos > 0) {
            body.write(0);
            body.write(random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(5));
        }
        if (level == 5) {
            final byte[] properties = properties();
            length(body, properties.length);
            body.writeBytes(properties);
        }
        body.writeBytes(bytes(random.nextInt(10) == 0 ? random.nextInt(2 * FedEndpoint.MAX_PACKET) : random.nextInt(200)));
        packet(0x30 | (random.nextInt(4) == 0 ? 8 : 0) | qos << 1 | random.nextInt(2), body.toByteArray());
    }

    private byte[] properties() {
        final ByteArrayOutputStream properties = new ByteArrayOutputStream();
        final int count = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(10)) {
                case 0 -> properties.writeBytes(new byte[] {0x01, 1});
                case 1 -> properties.writeBytes(new byte[] {0x02, 0, 0, 1, 2});
                case 2 -> text(with(properties, 0x03), "json");
                case 3 -> text(with(properties, 0x08), random.nextBoolean() ? "answer/to" : "\u00e4/\u0000");
                case 4 -> text(with(properties, 0x09), "binary \u0000");
                case 5, 6 -> properties.writeBytes(new byte[] {0x23, 0, (byte) random.nextInt(18)});
                case 7 -> text(with(properties, 0x26), "x".repeat(random.nextInt(200)), "value");
                case 8 -> properties.writeBytes(new byte[] {0x0B, 7});
                default -> properties.write(random.nextInt(256));
            }
        }
        return properties.toByteArray();
    }

    private static ByteArrayOutputStream with(final ByteArrayOutputStream properties, final int id) {
        properties.write(id);
        return properties;
    }

    private static void text(final ByteArrayOutputStream body, final String... texts) {
        for (final String text : texts) {
            final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            body.write(bytes.length >> 8);
            body.write(bytes.length);
            body.writeBytes(bytes);
        }
    }

    private byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void length(final ByteArrayOutputStream body, final int value) {
        int rest = value;
        do {
            body.write(rest > 0x7F ? rest & 0x7F | 0x80 : rest);
            rest >>>= 7;
        } while (rest > 0);
    }

    void packet(final int first, final byte[] body) {
        out.write(first);
        length(out, body.length);
        out.writeBytes(body);
        ends.add(out.size());
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** As a bad line or a bad client would: bits turned, bytes inserted, removed, or lengths set to extremes. The CONNECT stays good. */
    byte[] damaged() {
        final byte[] whole = bytes();
        final ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        final int connect = ends.get(0);
        damaged.write(whole, 0, connect);
        final int at = connect + random.nextInt(Math.max(1, whole.length - connect));
        for (int i = connect; i < whole.length; i++) {
            if (i != at) {
                damaged.write(whole[i]);
                continue;
            }
            switch (random.nextInt(4)) {
                case 0 -> damaged.write(whole[i] ^ 1 << random.nextInt(8));
                case 1 -> damaged.writeBytes(bytes(random.nextInt(5)));
                case 2 -> damaged.write(0xFF);
                default -> damaged.write(0);
            }
        }
        return damaged.toByteArray();
    }
}
