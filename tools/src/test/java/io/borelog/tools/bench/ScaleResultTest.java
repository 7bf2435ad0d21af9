package io.borelog.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.tools.load.Latencies;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.load.ProcessUse;
import io.borelog.tools.simulate.SimulateReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ScaleResultTest {
    private static final int MESSAGES = 3_000;
    private static final int HOLES = 1_000;
    private static final long US = 1_000;

    /** Ten seconds, of which ingest took one, two workers of infer one each, publish one half, and the load four. */
    private static ScalePoint point(
        final ScaleAxis axis, final long step, final int rate, final long ingestUs, final long answered, final Map<String, Double> readyMs) {
        final Latencies latencies = new Latencies();
        final Histogram acks = Latencies.histogram();
        acks.recordValue(2_000_000);
        latencies.put(Latencies.ACK, acks);
        final SimulateReport report = new SimulateReport(true, 10, MESSAGES, 0, 0, HOLES, 0, 0, 0, 0, 0, 0, null);
        return new ScalePoint(axis, step, new LoadResult(axis.label() + '-' + step, rate, report, HOLES, answered,
            answered < HOLES ? "too much" : null, latencies,
            List.of(use("ingest", ingestUs), use("infer-0", 10), use("infer-1", 5), use("publish", 5), use(LoadResult.GENERATOR, 40)),
            0, 10_000), readyMs);
    }

    private static ProcessUse use(final String name, final long usPerMessage) {
        return new ProcessUse(name, 9, usPerMessage * US * MESSAGES, 0, 0, 0, 0);
    }

    private static ScaleResult connections() {
        return new ScaleResult(List.of(
            point(ScaleAxis.CONNECTIONS, 1, 2_000, 10, HOLES, Map.of()),
            point(ScaleAxis.CONNECTIONS, 100, 2_000, 25, HOLES, Map.of()),
            point(ScaleAxis.CONNECTIONS, 10_000, 2_000, 1, HOLES - 1, Map.of())), List.of("of connections there were few"));
    }

    @Test
    void shouldAddUpTheProcessesOfAStageAndLeaveTheLoadOut() {
        final ScalePoint point = connections().points().get(0);
        assertEquals(15, point.cpuUs("infer"), 1e-9);
        assertEquals(30, point.cpuUs(), 1e-9);
        assertEquals(40, point.cpuUs(LoadResult.GENERATOR), 1e-9);
        assertEquals(100, point.holesPerSecond(), 1e-9);
    }

    @Test
    void shouldCompareCostsWithTheSmallestStepAndOnlyWhereAllWasAnswered() {
        final ScaleResult result = connections();
        assertEquals(1, result.ratio(result.points().get(0)), 1e-9);
        assertEquals(1.5, result.ratio(result.points().get(1)), 1e-9);
        assertTrue(Double.isNaN(result.ratio(result.points().get(2))));
        final Map<String, Double> figures = new HashMap<>();
        result.figures(figures);
        assertEquals(1.5, figures.get("connections-100-2000.cost_ratio"), 1e-9);
        assertEquals(45, figures.get("connections-100-2000.cpu_us_per_message"), 1e-9);
        assertTrue(Double.isNaN(figures.get("connections-10000-2000.cpu_us_per_message")));
    }

    @Test
    void shouldCompareOnlyWhatHadTheSameRate() {
        final ScaleResult result = new ScaleResult(List.of(
            point(ScaleAxis.WORKERS, 1, 100, 10, HOLES, Map.of()), point(ScaleAxis.WORKERS, 1, 1_000, 80, HOLES, Map.of()),
            point(ScaleAxis.WORKERS, 2, 1_000, 180, HOLES, Map.of())), List.of());
        assertEquals(2, result.ratio(result.points().get(2)), 1e-9);
    }

    @Test
    void shouldSayWhatARestartTakesWithMoreHistory() {
        final ScaleResult result = new ScaleResult(List.of(
            point(ScaleAxis.HISTORY, 1, 2_000, 10, HOLES, Map.of("correlate", 400.0)),
            point(ScaleAxis.HISTORY, 10_000, 2_000, 10, HOLES, Map.of("correlate", 600.0))), List.of());
        assertEquals(1.5, result.readyRatio(result.points().get(1), "correlate"), 1e-9);
        final String text = markdown(result, List.of());
        assertTrue(text.contains("| MB of history, from SIGKILL to ready, median ms | correlate | ratio |"), text);
        assertTrue(text.contains("| 10000 | 600 | 1.50 |"), text);
    }

    @Test
    void shouldShowATableAnAxisAndTheJoinDecisionFewestToolsFirst() {
        final String text = markdown(connections(), List.of(join(1_000_000, 3_000), join(1_000, 2_000)));
        assertTrue(text.contains("### How cost grows\n\n- of connections there were few\n"), text);
        assertTrue(text.contains("| 100 | 2000 | 25.0 | 0 | 15.0 | 5.00 | 45.0 | 1.50 | 40.0 | 2.00 / 2.00 | - | 100 | yes |"), text);
        assertTrue(text.contains("| 10000 | 2000 | - | - | - | - | - | - | 40.0 | 2.00 / 2.00 | - | 99.9 | no: too much |"), text);
        assertTrue(text.contains("| 1000 | 2000 | 1.00 |\n| 1000000 | 3000 | 1.50 |"), text);
        assertFalse(text.contains("of history"), text);
    }

    @Test
    void shouldDrawWhatHasMoreThanOneStep() {
        final BenchReport report = new BenchReport(Map.of(), List.of(), connections(), new JmhRun.Outcome(List.of(), ""), null);
        final String page = BenchPage.html(report);
        assertTrue(page.contains("<h2>How cost grows</h2>") && page.contains("<img alt=\"cost over connections\""), page);
        assertFalse(page.contains("cost over tools"), page);
    }

    @Test
    void shouldKnowAxesByName() {
        assertEquals(ScaleAxis.HISTORY, ScaleAxis.of("history"));
        assertEquals(List.of(1L, 20L), ScaleAxis.CONNECTIONS.parse("1,20"));
        assertEquals("no axis width, there are: connections, tools, history, workers",
            assertThrows(IllegalArgumentException.class, () -> ScaleAxis.of("width")).getMessage());
        for (final String bad : List.of("20,1", "1,1", "0,1", "1,x", "", "1,2000000")) {
            assertThrows(IllegalArgumentException.class, () -> ScaleAxis.TOOLS.parse(bad), bad);
        }
    }

    private static JmhResult join(final int tools, final double ns) {
        return new JmhResult("JoinBenchmark.hole", "tools=" + tools, ns, 0, "ns/op", 0, 1);
    }

    private static String markdown(final ScaleResult result, final List<JmhResult> benches) {
        final StringBuilder text = new StringBuilder();
        ScalePage.markdown(text, result, benches);
        return text.toString();
    }
}
