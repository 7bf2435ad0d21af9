package io.borelog.ingest;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes on a socket: what no well-behaved client library would send. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    RawClient(final int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connected and CONNACK read. */
    static RawClient connected(final int port, final int level, final String clientId, final boolean clean) throws IOException {
        final RawClient client = new RawClient(port);
        client.connect(level, clientId, clean, 0);
        client.readPacket();
        return client;
    }

    void connect(final int level, final String clientId, final boolean clean, final int keepAliveSeconds) throws IOException {
        final byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', (byte) level, (byte) (clean ? 2 : 0), 0, (byte) keepAliveSeconds});
        if (level == 5) {
            // a session that stays for an hour, unless clean
            body.writeBytes(clean ? new byte[] {0} : new byte[] {5, 0x11, 0, 0, 0x0E, 0x10});
        }
        body.write(id.length >> 8);
        body.write(id.length);
        body.writeBytes(id);
        packet(0x10, body.toByteArray());
    }

    void publish(final int level, final String topic, final int qos, final int packetId, final boolean dup, final byte[] payload)
        throws IOException {
        final byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(name.length >> 8);
        body.write(name.length);
        body.writeBytes(name);
        if (qos > 0) {
            body.write(packetId >> 8);
            body.write(packetId);
        }
        if (level == 5) {
            body.write(0);
        }
        body.writeBytes(payload);
        packet(0x30 | (dup ? 8 : 0) | qos << 1, body.toByteArray());
    }

    void packet(final int first, final byte[] body) throws IOException {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(first);
        int length = body.length;
        do {
            all.write(length > 0x7F ? length & 0x7F | 0x80 : length);
            length >>>= 7;
        } while (length > 0);
        all.writeBytes(body);
        socket.getOutputStream().write(all.toByteArray());
    }

    void send(final String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** @return the next packet in hex, first byte and body without its length; "closed" at the end. */
    String readPacket() throws IOException {
        try {
            final int first = in.readUnsignedByte();
            int length = 0;
            int shift = 0;
            int b;
            do {
                b = in.readUnsignedByte();
                length |= (b & 0x7F) << shift;
                shift += 7;
            } while ((b & 0x80) != 0);
            final byte[] body = in.readNBytes(length);
            return HexFormat.of().toHexDigits((byte) first) + (length > 0 ? " " : "") + HexFormat.of().formatHex(body);
        } catch (final EOFException | SocketException ex) {
            return "closed";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
