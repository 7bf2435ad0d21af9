package io.borelog.tools.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.tools.simulate.LoadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code borelog simulate} as a child, one run after the other, each with its own log of what was acknowledged. Small holes; some are sent
 * twice, some without Trace or Heads, the parts in any order.
 */
final class Load implements AutoCloseable {
    private static final long STOP_LIMIT_S = 20;
    /** An endpoint that has just come up, on a busy host or in a slow guest, is given time for its first connections. */
    private static final int CONNECT_LIMIT_S = 300;

    private static final double USUALLY_WITHOUT_TRACE = 0.03;

    private final List<Path> acked = new ArrayList<>();
    private final Launcher launcher;
    private final Path directory;
    private final int port;
    private final long seed;
    private Process simulate;
    private Path reports;
    private long nextHole;
    private long givenUp;
    private long ackedNow;

    /** @param directory where the logs go; not on the disk that is to lose its power */
    Load(final Launcher launcher, final Path directory, final int port, final long seed) {
        this.launcher = launcher;
        this.directory = directory;
        this.port = port;
        this.seed = seed;
    }

    /** @param many thousands of messages in flight; else one at a time, for groups of one */
    void start(final boolean many, final int seconds) throws IOException {
        if (many) {
            start(50, 50, LoadSettings.DEFAULT_MAX_IN_FLIGHT, 120, USUALLY_WITHOUT_TRACE, seconds);
        } else {
            start(1, 1, 1, 20, USUALLY_WITHOUT_TRACE, seconds);
        }
    }

    /** @param publishers connections, each with a window of its own */
    void start(final int tools, final int publishers, final double holesPerSecond, final int seconds) throws IOException {
        start(tools, publishers, holesPerSecond, USUALLY_WITHOUT_TRACE, seconds);
    }

    /** @param withoutTrace fraction of the holes; these are told after the window, and take little in the journals before */
    void start(final int tools, final int publishers, final double holesPerSecond, final double withoutTrace, final int seconds)
        throws IOException {
        start(tools, publishers, LoadSettings.DEFAULT_MAX_IN_FLIGHT, holesPerSecond, withoutTrace, seconds);
    }

    private void start(
        final int tools, final int publishers, final int maxInFlight, final double holesPerSecond, final double withoutTrace,
        final int seconds) throws IOException {
        final Path log = directory.resolve("acked-" + acked.size() + ".jsonl");
        reports = directory.resolve("simulate-" + acked.size() + ".jsonl");
        acked.add(log);
        simulate = new ProcessBuilder(launcher.command(List.of("simulate", "--json", "--stop-with-stdin", "--size", "SMALL", "--shuffle",
            "--set", "mqtt.host=127.0.0.1", "--set", "mqtt.port=" + port, "--rate", Double.toString(holesPerSecond),
            "--duration", Integer.toString(seconds), "--tools", Integer.toString(tools),
            "--concurrent-publishers", Integer.toString(publishers), "--max-in-flight", Integer.toString(maxInFlight),
            "--seed", Long.toString(seed), "--first-hole", Long.toString(nextHole), "--without-trace", Double.toString(withoutTrace),
            "--without-heads", "0.1", "--duplicates", "0.05", "--acked", log.toString(), "--report-every", "0.2",
            "--connect-within", Integer.toString(CONNECT_LIMIT_S))))
            .redirectOutput(reports.toFile()).redirectError(directory.resolve("simulate.err").toFile()).start();
        final long holes = Math.round(holesPerSecond * seconds);
        nextHole += (holes / tools + 1) * tools;
    }

    /** Whether the run at hand has ended, all acknowledged or given up. */
    boolean hasEnded() throws IOException {
        if (simulate != null && simulate.isAlive()) {
            return false;
        }
        if (reports != null) {
            givenUp += last(reports).path("messages_outstanding").asLong() + last(reports).path("messages_failed").asLong();
            reports = null;
        }
        return true;
    }

    /** Whether so many messages were acknowledged in the run at hand, or no more can be. */
    boolean hasAcked(final long messages) throws IOException {
        return reports == null || ackedNow() >= messages;
    }

    /** Messages acknowledged in the run at hand, or in the last one. */
    long ackedNow() throws IOException {
        ackedNow = reports == null ? ackedNow : last(reports).path("messages_sent").asLong();
        return ackedNow;
    }

    private static JsonNode last(final Path reports) throws IOException {
        final List<String> lines = Files.exists(reports) ? Files.readAllLines(reports) : List.of();
        final ObjectMapper mapper = new ObjectMapper();
        return lines.isEmpty() ? mapper.createObjectNode() : mapper.readTree(lines.get(lines.size() - 1));
    }

    /** Messages that no run got an acknowledgement for in time. */
    long givenUp() {
        return givenUp;
    }

    List<Path> acked() {
        return acked;
    }

    /** Ends the run at hand; its log is whole afterwards. */
    @Override
    public void close() {
        if (simulate != null && simulate.isAlive()) {
            simulate.destroy();
            try {
                if (!simulate.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                    simulate.destroyForcibly().waitFor();
                }
            } catch (final InterruptedException ex) {
                simulate.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
