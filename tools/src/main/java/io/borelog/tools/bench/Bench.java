package io.borelog.tools.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.load.HoleLoad;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.load.LoadRun;
import io.borelog.tools.load.Machine;
import io.borelog.tools.load.Subscriptions;
import io.borelog.tools.torture.Launcher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** One run: the loads of a plan, how cost grows, then the benches, then what is written about them. The command's thread. */
public final class Bench {
    private static final String PAGE = "bench.html";
    private static final String JSON = "bench.json";
    private static final String TABLES = "bench.md";
    private static final String HISTOGRAMS = "bench.hlog";

    private final BenchPlan plan;
    private final Launcher launcher;
    private final Subscriptions subscriptions;

    public Bench(final BenchPlan plan, final Launcher launcher, final Subscriptions subscriptions) {
        this.plan = plan;
        this.launcher = launcher;
        this.subscriptions = subscriptions;
    }

    /** @return what was found; it is in the plan's directory already */
    public BenchReport run() throws Exception {
        final Earlier earlier = plan.compareWith() == null ? null : Earlier.read(plan.compareWith());
        Files.createDirectories(plan.out());
        Files.createDirectories(plan.data());
        final Map<String, String> facts = new LinkedHashMap<>(plan.facts());
        facts.putAll(Machine.facts(plan.data()));
        final List<LoadResult> loads = new ArrayList<>();
        for (final HoleLoad load : plan.loads()) {
            loads.addAll(new LoadRun(launcher, subscriptions, load, plan.warmUpSeconds())
                .run(plan.data().resolve(load.name()), plan.arguments(), plan.processes()));
        }
        final ScaleResult scale = new Scale(launcher, subscriptions, plan).run();
        final JmhRun.Outcome benches = plan.withBenches() ? new JmhRun(plan.out(), plan.quick(), plan.loads().isEmpty()).run()
            : new JmhRun.Outcome(List.of(), "not asked for");
        final BenchReport report = new BenchReport(facts, loads, scale, benches, earlier);
        write(report);
        return report;
    }

    private void write(final BenchReport report) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(plan.out().resolve(JSON)))) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            report.write(json);
            json.writeEndObject();
        }
        final List<LoadResult> loads = new ArrayList<>(report.loads());
        loads.addAll(report.scale().loads());
        writeHistograms(loads);
        Files.writeString(plan.out().resolve(TABLES), BenchPage.markdown(report));
        Files.writeString(plan.out().resolve(PAGE), BenchPage.html(report));
    }

    /** One line each rate and stage, told apart by its tag; values in ns, the largest of a line in ms. */
    private void writeHistograms(final List<LoadResult> loads) throws IOException {
        try (PrintStream file = new PrintStream(Files.newOutputStream(plan.out().resolve(HISTOGRAMS)))) {
            final HistogramLogWriter writer = new HistogramLogWriter(file);
            writer.outputLogFormatVersion();
            if (!loads.isEmpty()) {
                writer.outputStartTime(loads.get(0).startMs());
                writer.setBaseTime(loads.get(0).startMs());
            }
            writer.outputLegend();
            for (final LoadResult load : loads) {
                load.latencies().all().forEach((stage, histogram) -> {
                    final Histogram tagged = histogram.copy();
                    tagged.setTag(load.name() + '-' + stage);
                    tagged.setStartTimeStamp(load.startMs());
                    tagged.setEndTimeStamp(load.endMs());
                    writer.outputIntervalHistogram(tagged);
                });
            }
        }
    }

    /** @return the page, for people. */
    public Path page() {
        return plan.out().resolve(PAGE);
    }

    /** Lines for people. */
    public static List<String> lines(final BenchReport report) {
        return BenchPage.markdown(report).lines().toList();
    }
}
