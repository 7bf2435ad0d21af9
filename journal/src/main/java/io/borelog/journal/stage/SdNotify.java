package io.borelog.journal.stage;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd (Type=notify) of readiness, watchdog and stopping, over the datagram socket named by NOTIFY_SOCKET; the JDK has no
 * datagram sockets of that family, so libc is called. Without NOTIFY_SOCKET everything here does nothing. Stage's thread only.
 */
final class SdNotify implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SdNotify.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MAX_PATH = 107;

    /** The three calls of libc that are needed. */
    public interface LibC extends Library {
        int socket(int domain, int type, int protocol);

        long sendto(int socket, byte[] message, long length, int flags, byte[] address, int addressLength);

        int close(int descriptor);
    }

    private final LibC libc;
    private final int socket;
    private final byte[] address;
    private final long watchdogIntervalNs;
    private long nextWatchdogNs;

    private SdNotify(final LibC libc, final int socket, final byte[] address, final long watchdogIntervalNs) {
        this.libc = libc;
        this.socket = socket;
        this.address = address;
        this.watchdogIntervalNs = watchdogIntervalNs;
        this.nextWatchdogNs = System.nanoTime();
    }

    static SdNotify fromEnvironment() {
        final String path = System.getenv("NOTIFY_SOCKET");
        if (path == null || path.isEmpty() || path.length() > MAX_PATH) {
            return new SdNotify(null, -1, null, 0);
        }
        final LibC libc = Native.load("c", LibC.class);
        final int socket = libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (socket < 0) {
            LOGGER.warn("no notify socket: readiness and watchdog are not told");
            return new SdNotify(null, -1, null, 0);
        }
        final byte[] name = path.getBytes(StandardCharsets.UTF_8);
        final byte[] address = new byte[2 + name.length];
        address[0] = AF_UNIX; // sa_family, host byte order: little-endian on every machine that we run on
        System.arraycopy(name, 0, address, 2, name.length);
        if (name[0] == '@') {
            address[2] = 0; // the abstract name space
        }
        final String watchdogUs = System.getenv("WATCHDOG_USEC");
        return new SdNotify(libc, socket, address, watchdogUs == null ? 0 : Long.parseLong(watchdogUs) * 1_000 / 3);
    }

    void ready(final String status) {
        send("READY=1\nSTATUS=" + (status.isEmpty() ? "at work" : status) + "\nMAINPID=" + ProcessHandle.current().pid());
    }

    /** Called from the duty cycle, so that a hung stage is noticed. */
    void watchdog(final long nowNs) {
        if (watchdogIntervalNs > 0 && nowNs - nextWatchdogNs >= 0) {
            nextWatchdogNs = nowNs + watchdogIntervalNs;
            send("WATCHDOG=1");
        }
    }

    void stopping() {
        send("STOPPING=1");
    }

    private void send(final String state) {
        if (socket >= 0) {
            final byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
            if (libc.sendto(socket, bytes, bytes.length, MSG_NOSIGNAL, address, address.length) < 0) {
                LOGGER.warn("notify socket does not take {}", state);
            }
        }
    }

    @Override
    public void close() {
        if (socket >= 0) {
            libc.close(socket);
        }
    }
}
