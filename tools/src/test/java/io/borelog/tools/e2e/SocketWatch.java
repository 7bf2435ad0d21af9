package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at the sockets of a pipeline's processes again and again, on a thread of its own, and remembers what should not be. */
final class SocketWatch implements AutoCloseable {
    private static final long INTERVAL_MS = 50;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> foreign = new ConcurrentSkipListSet<>();
    private final Set<Integer> listening = new ConcurrentSkipListSet<>();
    private final Set<String> connected = new ConcurrentSkipListSet<>();

    SocketWatch(final long pid) {
        clock.scheduleWithFixedDelay(() -> look(pid), 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private void look(final long pid) {
        final ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        Stream.concat(Stream.of(root), root.descendants()).forEach(process -> Sockets.of(process.pid()).forEach(this::judge));
    }

    private void judge(final Sockets.Socket socket) {
        if (socket.listens()) {
            listening.add(socket.localPort());
        } else {
            connected.add(socket.remote());
        }
        if (!socket.isLocalLoopback() || !socket.listens() && !socket.isRemoteLoopback()) {
            foreign.add(socket.toString());
        }
    }

    /** The endpoint and its loopback clients were seen, and nothing else ever. */
    void assertOnly(final int port) {
        assertEquals(Set.of(), foreign, "sockets to elsewhere");
        assertEquals(Set.of(port), listening, "listening ports");
        assertTrue(!connected.isEmpty(), "the load's connections were not seen: the watch is blind");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
