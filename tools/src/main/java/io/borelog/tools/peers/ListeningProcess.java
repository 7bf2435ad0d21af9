package io.borelog.tools.peers;

import io.borelog.tools.load.ReadyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of others as a child, listening when this is made. */
final class ListeningProcess implements Server.Running {
    private static final long READY_LIMIT_S = 60;
    private static final long STOP_LIMIT_S = 20;

    private final ReadyProcess process;
    private final int port;
    private final AtomicReference<String> version;

    private ListeningProcess(final ReadyProcess process, final int port, final AtomicReference<String> version) {
        this.process = process;
        this.port = port;
        this.version = version;
    }

    /**
     * @param ready   the line with which it says that it listens
     * @param version of which a group is its version
     */
    static ListeningProcess start(final String name, final ProcessBuilder builder, final int port, final Pattern ready,
        final Pattern version) throws InterruptedException {
        final AtomicReference<String> found = new AtomicReference<>("");
        final ReadyProcess process = ReadyProcess.start(name, builder, ready, READY_LIMIT_S, STOP_LIMIT_S, line -> {
            final Matcher matcher = version.matcher(line);
            if (matcher.find()) {
                found.set(matcher.group(1));
            }
        });
        return new ListeningProcess(process, port, found);
    }

    /** Free when asked; whoever takes it first has it. */
    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Long> pids() {
        return process.pids();
    }

    @Override
    public String version() {
        return version.get();
    }

    @Override
    public void close() {
        process.close();
    }
}
