package io.borelog.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.tools.load.HoleLoad;
import io.borelog.tools.load.Latencies;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.torture.BorelogProcess;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code borelog bench} as people run it, short and slow: what it writes can be read, and its counts agree. Times do not matter. */
class BenchIT {
    private static final int RATE = 30;
    private static final int SECONDS = 2;
    private static final int STAGES_AND_UP = 5;
    private static final String NAME = "small-" + RATE;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void shouldWriteOnePageAndFiguresThatAgree() throws Exception {
        final Path out = directory.resolve("out");
        try (BorelogProcess bench = BorelogProcess.start(directory, "bench", List.of("bench", "--json", "--quick", "--without-jmh",
            "--rates", Integer.toString(RATE), "--seconds", Integer.toString(SECONDS), "--out", out.toString()))) {
            assertEquals(0, bench.awaitExit(TimeUnit.MINUTES.toSeconds(3)), bench.said());
            final JsonNode report = new ObjectMapper().readTree(Files.readString(out.resolve("bench.json")));
            assertEquals(report, new ObjectMapper().readTree(bench.out()), "the same is said and written");
            final JsonNode load = report.path("loads").path(0);
            final long messages = load.path("report").path("messages_sent").asLong();
            assertEquals(RATE * SECONDS, messages, bench.said());
            assertEquals(RATE * SECONDS / HoleLoad.PARTS_OF_A_HOLE, load.path("estimates").asLong(), bench.said());
            for (final String process : List.of("ingest", "correlate", "infer-0", "publish", "up", LoadResult.GENERATOR)) {
                assertTrue(load.path("processes").findValuesAsText("name").contains(process), load::toString);
            }
            assertTrue(report.path("figures").path(NAME + ".ack.p99_us").asDouble() > 0, report::toString);
            checkHistograms(out.resolve("bench.hlog"), messages, load.path("estimates").asLong());
            checkPage(Files.readString(out.resolve("bench.html")));
            assertTrue(Files.readString(out.resolve("bench.md")).contains("| small " + RATE + " |"));
        }
    }

    /** Whether the rate was held is nobody's promise here. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void shouldShowHowCostGrowsAndRemoveItsData() throws Exception {
        final Path out = directory.resolve("out");
        final Path data = Files.createDirectories(directory.resolve("data"));
        try (BorelogProcess bench = BorelogProcess.start(directory, "scale", List.of("bench", "--scale", "--without-jmh",
            "--axis", "connections=1,70", "--seconds", "1", "--data", data.toString(), "--out", out.toString()))) {
            assertEquals(0, bench.awaitExit(TimeUnit.MINUTES.toSeconds(3)), bench.said());
        }
        final JsonNode points = new ObjectMapper().readTree(Files.readString(out.resolve("bench.json"))).path("scale").path("points");
        assertEquals(List.of("1", "70"), points.findValuesAsText("step"), points::toString);
        for (final JsonNode point : points) {
            assertTrue(point.path("load").path("report").path("messages_sent").asLong() > 0, point::toString);
        }
        assertTrue(Files.readString(out.resolve("bench.md")).contains("### How cost grows\n\n| connections | messages a second |"));
        assertTrue(Files.readString(out.resolve("bench.html")).contains("<h2>How cost grows</h2>"));
        try (Stream<Path> left = Files.list(data)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldLeaveNoProcessBehindWhenItIsStopped() throws Exception {
        try (BorelogProcess bench = BorelogProcess.start(directory, "stopped", List.of("bench", "--without-jmh",
            "--rates", Integer.toString(RATE), "--seconds", "600", "--out", directory.resolve("out").toString()))) {
            while (bench.handle().descendants().count() < STAGES_AND_UP) {
                assertTrue(bench.isAlive(), bench::toString);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            final List<ProcessHandle> all = bench.handle().descendants().toList();
            bench.stop();
            assertEquals(0, bench.awaitExit(130), bench.said());
            for (final ProcessHandle one : all) {
                one.onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void checkHistograms(final Path file, final long messages, final long estimates) throws Exception {
        final Map<String, Long> counts = new HashMap<>();
        try (FileInputStream in = new FileInputStream(file.toFile()); HistogramLogReader reader = new HistogramLogReader(in)) {
            for (EncodableHistogram one = reader.nextIntervalHistogram(); one != null; one = reader.nextIntervalHistogram()) {
                counts.put(one.getTag(), ((Histogram) one).getTotalCount());
            }
        }
        final Map<String, Long> expected = new HashMap<>();
        for (final String stage : List.of(
            Latencies.CORRELATE, Latencies.INFER, Latencies.ESTIMATOR, Latencies.PUBLISH, Latencies.AFTER_ACK,
            Latencies.END_TO_END)) {
            expected.put(NAME + '-' + stage, estimates);
        }
        expected.put(NAME + '-' + Latencies.ACK, messages);
        assertEquals(expected, counts);
    }

    private static void checkPage(final String page) {
        assertTrue(page.startsWith("<!DOCTYPE html>") && page.endsWith("</html>\n"));
        assertEquals(3, page.split("<img alt=\"[^\"]+\" src=\"data:image/svg\\+xml;base64,", -1).length - 1, "ack, end to end, stages");
        assertTrue(!page.contains("src=\"http") && !page.contains("href"), "it needs nothing from elsewhere");
    }
}
