package io.borelog.tools.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that forgot nothing would prove nothing. Skipped where nbdkit is not installed. */
class WriteCacheTest {
    private static final int SECTOR = 512;
    private static final int IMAGE_BYTES = 1 << 20;

    @TempDir
    private Path directory;
    private HostPrograms programs;
    private Path image;

    /** As much of the NBD protocol (see its doc/proto.md) as one write and one flush need. */
    private static final class Client implements AutoCloseable {
        private static final long I_HAVE_OPT = 0x49484156454F5054L;
        private static final int EXPORT_NAME = 1;
        private static final int REQUEST = 0x25609513;
        private static final short WRITE = 1;
        private static final short FLUSH = 3;

        private final SocketChannel channel;

        Client(final Path socket) throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            receive(18);
            send(ByteBuffer.allocate(20).putInt(3).putLong(I_HAVE_OPT).putInt(EXPORT_NAME).putInt(0));
            receive(10);
        }

        void write(final byte[] sector) throws IOException {
            send(request(WRITE, sector.length).put(sector));
            assertEquals(0, receive(16).getInt(4), "error of the write");
        }

        void flush() throws IOException {
            send(request(FLUSH, 0));
            assertEquals(0, receive(16).getInt(4), "error of the flush");
        }

        private static ByteBuffer request(final short type, final int length) {
            return ByteBuffer.allocate(28 + length).putInt(REQUEST).putShort((short) 0).putShort(type).putLong(1).putLong(0).putInt(length);
        }

        private void send(final ByteBuffer bytes) throws IOException {
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        private ByteBuffer receive(final int length) throws IOException {
            final ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                assertEquals(true, channel.read(bytes) > 0, "the server is gone");
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @BeforeEach
    void find() throws IOException {
        programs = new FakeHost(directory.resolve("host")).withKernel("lib/modules").withPrograms(HostProgram.values()).findReal();
        Assumptions.assumeFalse(programs.path(HostProgram.NBDKIT).startsWith(directory), "nbdkit is not installed");
        image = Files.write(directory.resolve("disk.img"), new byte[IMAGE_BYTES]);
    }

    @Test
    void shouldForgetWhatWasNotFlushedWhenItIsKilled() throws Exception {
        final byte[] sector = "written".repeat(SECTOR).substring(0, SECTOR).getBytes(US_ASCII);
        try (WriteCache cache = start(); Client client = new Client(directory.resolve("cache.sock"))) {
            client.write(sector);
        }
        assertArrayEquals(new byte[IMAGE_BYTES], Files.readAllBytes(image));
    }

    @Test
    void shouldKeepWhatWasFlushed() throws Exception {
        final byte[] sector = "flushed".repeat(SECTOR).substring(0, SECTOR).getBytes(US_ASCII);
        try (WriteCache cache = start(); Client client = new Client(directory.resolve("cache.sock"))) {
            client.write(sector);
            client.flush();
        }
        final byte[] expected = new byte[IMAGE_BYTES];
        System.arraycopy(sector, 0, expected, 0, SECTOR);
        assertArrayEquals(expected, Files.readAllBytes(image));
    }

    private WriteCache start() throws Exception {
        return WriteCache.before(programs, image, directory.resolve("nbdkit.log"));
    }
}
