package io.borelog.tools.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/** The receiving end of systemd's notify protocol, in systemd's place: a unix datagram socket, which the JDK does not have. */
final class NotifySocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final short POLLIN = 1;
    private static final int EINTR = 4;
    private static final int POLL_LIMIT_MS = 1_000;

    /** What is needed of libc. */
    public interface LibC extends Library {
        int socket(int domain, int type, int protocol);

        int bind(int socket, byte[] address, int addressLength);

        int poll(byte[] descriptors, long count, int timeoutMs);

        long recv(int socket, byte[] message, long length, int flags);

        int close(int descriptor);
    }

    private final LibC libc = Native.load("c", LibC.class);
    private final byte[] message = new byte[8 << 10];
    private final String name;
    private final int socket;

    /** @param name a path, or {@code @} and a name of the abstract name space */
    NotifySocket(final String name) throws IOException {
        this.name = name;
        socket = libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        final byte[] path = name.getBytes(UTF_8);
        final byte[] address = new byte[2 + path.length];
        address[0] = AF_UNIX;
        System.arraycopy(path, 0, address, 2, path.length);
        if (path[0] == '@') {
            address[2] = 0;
        }
        if (socket < 0 || libc.bind(socket, address, address.length) != 0) {
            throw new IOException("cannot bind a unix datagram socket to " + name + ", errno " + Native.getLastError());
        }
    }

    /** What NOTIFY_SOCKET must be. */
    String name() {
        return name;
    }

    /** @return the next message, or null where none came in time. */
    String await(final long limitMs) throws IOException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        long leftMs = limitMs;
        do {
            final byte[] poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(socket).putShort(POLLIN).array();
            final int ready = libc.poll(poll, 1, (int) Math.min(leftMs, POLL_LIMIT_MS));
            if (ready > 0) {
                final int length = (int) libc.recv(socket, message, message.length, 0);
                return new String(message, 0, length, UTF_8);
            }
            if (ready < 0 && Native.getLastError() != EINTR) {
                throw new IOException("poll failed, errno " + Native.getLastError());
            }
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        } while (leftMs > 0);
        return null;
    }

    @Override
    public void close() {
        libc.close(socket);
    }
}
