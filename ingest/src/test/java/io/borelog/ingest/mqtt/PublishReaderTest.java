package io.borelog.ingest.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reading in place against the codec: the same bytes to two endpoints, one of which gives all of them to the codec; what is journaled,
 * answered, refused and closed must be the same, wherever the bytes are split. {@code -Dborelog.publish.seeds=100000} for many,
 * {@code -Dborelog.publish.seed=N} for others.
 */
class PublishReaderTest {
    private static final int SEEDS = Integer.getInteger("borelog.publish.seeds", 200);
    private static final long FIRST_SEED = Long.getLong("borelog.publish.seed", 1);

    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldDoAsTheCodecDoesWhereverBytesAreSplit(final int level) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final PacketStream packets = new PacketStream(random, level).packets(1 + random.nextInt(12));
            compare(random.nextBoolean() ? packets.bytes() : packets.damaged(), random, "seed " + seed + ", level " + level);
        }
    }

    private void compare(final byte[] stream, final SplittableRandom random, final String what) {
        try (FedEndpoint codec = new FedEndpoint(temp.resolve("codec"), true);
            FedEndpoint inPlace = new FedEndpoint(temp.resolve("in-place"), false)) {
            same(codec, inPlace, stream, new int[0], what);
            same(codec, inPlace, stream, IntStream.range(1, stream.length).toArray(), what);
            for (int i = 0; i < 4; i++) {
                same(codec, inPlace, stream, random.ints(random.nextInt(8), 0, stream.length + 1).sorted().toArray(), what);
            }
        }
    }

    private static void same(
        final FedEndpoint codec, final FedEndpoint inPlace, final byte[] stream, final int[] ends, final String what) {
        assertEquals(codec.feed(stream, ends), inPlace.feed(stream, ends),
            () -> what + ", split at " + Arrays.toString(ends) + ": " + HexFormat.of().formatHex(stream));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldDoAsTheCodecDoesSplitAtEveryByte(final int level) {
        final SplittableRandom random = new SplittableRandom(FIRST_SEED);
        for (int i = 0; i < 10; i++) {
            final PacketStream packets = new PacketStream(random, level).packets(4);
            final byte[] stream = i % 2 == 0 ? packets.bytes() : packets.damaged();
            try (FedEndpoint codec = new FedEndpoint(temp.resolve("codec"), true);
                FedEndpoint inPlace = new FedEndpoint(temp.resolve("in-place"), false)) {
                for (int at = 0; at <= Math.min(stream.length, 1_000); at++) {
                    same(codec, inPlace, stream, new int[] {at}, "stream " + i + ", level " + level);
                }
            }
        }
    }

    @Test
    void shouldReadPlainPublishesInPlace() {
        for (final int level : new int[] {4, 5}) {
            final PacketStream packets = new PacketStream(new SplittableRandom(1), level);
            // topic a/b, packet id 1, alias 1, expiry, content type, response topic, correlation data, user property
            final String properties = "1d 230001 0200000001 030001 6a 080001 72 090001 00 260001 6b 0001 76 01 00".replace(" ", "");
            final byte[] body = HexFormat.of().parseHex("0003612f620001" + (level == 5 ? properties : "") + "ff");
            for (int i = 0; i < 5; i++) {
                packets.packet(0x32, body);
            }
            try (FedEndpoint inPlace = new FedEndpoint(temp.resolve("in-place"), false)) {
                final List<String> told = inPlace.feed(packets.bytes());
                assertEquals("MESSAGE 1 qos 1 flags 0 of client on a/b: ff", told.get(4));
                assertEquals(1, inPlace.decoded(), "only the CONNECT is the codec's");
            }
        }
    }
}
