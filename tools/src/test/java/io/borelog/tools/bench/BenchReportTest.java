package io.borelog.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.StageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    private static final String BENCH = """
        {"benchmark": "io.borelog.jmh.%s", "params": {"size": "%s", "model": ""},
         "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "ns/op"},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 24.0}}}""";

    @TempDir
    private Path directory;

    private List<JmhResult> results(final String... benches) throws Exception {
        return JmhResult.read(Files.writeString(directory.resolve("jmh.json"), "[" + String.join(",", benches) + "]"));
    }

    private BenchReport report(final List<JmhResult> results, final Earlier earlier) {
        return new BenchReport(Map.of("cores", "2"), List.of(), ScaleResult.NONE, new JmhRun.Outcome(results, ""), earlier);
    }

    @Test
    void shouldTakeTheBaselineOfTheSameClassAndParameters() throws Exception {
        final List<JmhResult> results = results(
            BENCH.formatted("TailBenchmark.journal", "448", "30.0", "0.5"),
            BENCH.formatted("TailBenchmark.baselineRaw", "448", "20.0", "0.5"),
            BENCH.formatted("TailBenchmark.baselineRaw", "49088", "40.0", "0.5"),
            BENCH.formatted("InferBenchmark.depth", "448", "7.0", "\"NaN\""));
        assertEquals(1.5, results.get(0).ratio());
        assertEquals(24.0, results.get(0).allocatedBytes());
        assertEquals("TailBenchmark.journal size=448", results.get(0).name());
        assertTrue(Double.isNaN(results.get(1).ratio()), "a baseline has none");
        assertTrue(Double.isNaN(results.get(3).ratio()), "another class's is none");
        assertTrue(Double.isNaN(results.get(3).error()));
    }

    @Test
    void shouldNameWhatChangedSinceAnEarlierReport() throws Exception {
        final Path file = Files.writeString(directory.resolve("earlier.json"), """
            {"facts": {"cores": "8"}, "figures": {"TailBenchmark.journal size=448": 60.0, "of something that is gone": 1.0}}""");
        final BenchReport report = report(results(BENCH.formatted("TailBenchmark.journal", "448", "30.0", "0.5")), Earlier.read(file));
        assertEquals(List.of(new Earlier.Change("TailBenchmark.journal size=448", 60, 30)), report.earlier().changes(report.figures()));
        assertEquals(List.of("cores was 8"), report.earlier().differentFacts(report.facts()));
        final String text = BenchPage.markdown(report);
        assertTrue(text.contains("| TailBenchmark.journal size=448 | 60.0 | 30.0 | 0.500 |"), text);
        assertTrue(BenchPage.html(report).contains("<td>0.500</td>"));
    }

    @Test
    void shouldSayWhatIsReached() throws Exception {
        final String text = BenchPage.markdown(report(results(
            BENCH.formatted("InferBenchmark.depth", "", "2.0", "0.5"), BENCH.formatted("InferBenchmark.baselineLegacy", "", "300", "0.5"),
            BENCH.formatted("TakeBenchmark.take", "", "5.0", "0.5"), BENCH.formatted("TakeBenchmark.baselineMappedScan", "", "1.0", "0.5"),
            BENCH.formatted("PrepareBenchmark.prepare", "", "1.0", "0.5"), BENCH.formatted("ParseBenchmark.trace", "", "2", "0.5"),
            BENCH.formatted("ParseBenchmark.baselineJacksonTokens", "", "1", "0.5")), null));
        assertTrue(text.contains("| legacy recipe of 40 windows ÷ default model, time of a hole | 150 | ≥ 100 | ≥ 500 | met |"), text);
        assertTrue(text.contains("| infer's front half ÷ plain mapped scan, bytes a second | 0.200 | ≥ 0.300 | ≥ 0.800 | MISSED |"), text);
        assertTrue(text.contains("| bytes allocated by preparing a hole for the model | 24.0 | ≤ 1.00 | ≤ 1.00 | MISSED |"), text);
        assertTrue(text.contains("| parsing that Trace ÷ Jackson's tokens, time | 2.00 | - | ≤ 3.00 | goal |"), text);
        assertTrue(!text.contains("joining with"), "what was not measured is no bar");
    }

    @Test
    void shouldRefuseToCompareWithWhatIsNoReport() throws Exception {
        final Path file = Files.writeString(directory.resolve("other.json"), "{\"figures\": 3}");
        assertEquals("no report of borelog bench: " + file, assertThrows(StageException.class, () -> Earlier.read(file)).getMessage());
        final Path nothing = directory.resolve("nothing.json");
        assertThrows(StageException.class, () -> Earlier.read(nothing));
    }
}
