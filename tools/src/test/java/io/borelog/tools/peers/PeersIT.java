package io.borelog.tools.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.tools.torture.BorelogProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code borelog peers} as people run it, with a tiny load. The load generator and the floor are no part of the project:
 * BORELOG_BENCH_TOOLS names the folder that has them. Times do not matter.
 */
class PeersIT {
    private static final String TOOLS = System.getenv("BORELOG_BENCH_TOOLS");
    private static final int PEERS = 3;
    private static final int SERVER_AND_GENERATOR = 2;

    @TempDir
    private Path directory;

    @BeforeEach
    void needTools() {
        assumeTrue(TOOLS != null, "BORELOG_BENCH_TOOLS names no folder with mqload and mqfloor: skipped");
    }

    private BorelogProcess start(final String... more) throws IOException {
        final List<String> arguments = new ArrayList<>(List.of("peers", "--tools", TOOLS, "--quick", "--loads", "open-loop", "--data",
            directory.resolve("data").toString(), "--out", directory.resolve("out").toString()));
        arguments.addAll(List.of(more));
        return BorelogProcess.start(directory, "peers", arguments);
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void shouldMeasureFloorAndEndpointAndWhatIsInstalled() throws Exception {
        try (BorelogProcess peers = start("--seconds", "1", "--json")) {
            assertEquals(0, peers.awaitExit(TimeUnit.MINUTES.toSeconds(5)), peers.said());
            final Path out = directory.resolve("out");
            final JsonNode report = new ObjectMapper().readTree(Files.readString(out.resolve("peers.json")));
            assertEquals(report, new ObjectMapper().readTree(peers.out()), "the same is said and written");
            final List<String> servers = report.path("measurements").findValuesAsText("server");
            assertEquals(
                List.of(Floor.WRITE, RatioBar.PAGE_CACHE, Floor.SYNC, RatioBar.DISK, Floor.NONE, Floor.SYNC_PREALLOCATED,
                    "borelog up, disk"),
                servers.subList(0, servers.size() - PEERS + report.path("not_installed").size()));
            for (final JsonNode one : report.path("measurements")) {
                if (!one.path("kind").asText().equals("peer")) { // how others do on a busy machine is none of our business
                    assertTrue(one.path("mqload").path("acked").asLong() > 0, one::toString);
                    assertEquals(0, one.path("mqload").path("unacked").asLong(), one::toString);
                    assertTrue(one.path("mqload").path("srv_cpu_s_per_100k").isNumber(), one::toString);
                }
            }
            assertEquals(1, report.path("bars").size());
            assertEquals(1, report.path("bars").path(0).path("ratios").size());
            final String page = Files.readString(out.resolve("peers.html"));
            assertTrue(page.endsWith("</html>\n") && page.contains("<img alt=\"PUBACK\" src=\"data:image/svg+xml;base64,"), page);
            assertTrue(Files.readString(out.resolve("peers.md")).contains("| " + RatioBar.DISK + " | "));
            assertNothingIsLeft();
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
        try (BorelogProcess peers = start("--seconds", "3")) {
            while (peers.handle().descendants().count() < SERVER_AND_GENERATOR) {
                assertTrue(peers.isAlive(), peers::toString);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            final List<ProcessHandle> all = peers.handle().descendants().toList();
            peers.stop();
            assertEquals(0, peers.awaitExit(150), peers.said());
            for (final ProcessHandle one : all) {
                one.onExit().get(30, TimeUnit.SECONDS);
            }
            assertNothingIsLeft();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("data"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
