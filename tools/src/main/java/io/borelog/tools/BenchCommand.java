package io.borelog.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.tools.bench.Bench;
import io.borelog.tools.bench.BenchPlan;
import io.borelog.tools.bench.BenchReport;
import io.borelog.tools.bench.ScaleAxis;
import io.borelog.tools.bench.ScalePlan;
import io.borelog.tools.load.HoleLoad;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures this machine and writes one report. A rate that cannot be held is a finding, not a failure. */
@Command(description = "Measures how fast the pipeline is here, and writes one report with plots and one file with figures.")
final class BenchCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 130;
    private static final int SECONDS = 15;
    private static final int SCALE_SECONDS = 6;
    private static final int QUICK_SECONDS = 4;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--quick", description = "less than two minutes, rougher figures")
    private boolean quick;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "borelog-bench", description = "where the report goes; borelog-bench")
    private Path out;

    @Option(names = "--compare", paramLabel = "FILE.json", description = "the figures of an earlier run, shown beside these")
    private Path compare;

    @Option(names = "--holes", paramLabel = "SIZE", description = "small or large: no others, and no scale; both unless given")
    private HoleSize holes;

    @Option(names = "--rates", paramLabel = "N", split = ",",
        description = "messages a second, ascending, of small holes unless --holes says large; without it up to what the machine holds")
    private List<Integer> rates = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "S",
        description = "of each rate; " + SECONDS + ", quick " + QUICK_SECONDS + ", scale " + SCALE_SECONDS)
    private Integer seconds;

    @Option(names = "--without-jmh", description = "the whole pipeline only, no benches of its parts")
    private boolean withoutJmh;

    @Option(names = "--scale", description = "how the cost of a message grows, and nothing else")
    private boolean scaleOnly;

    @Option(names = "--axis", paramLabel = "NAME[=N,...]", description = "with --scale: connections, tools, history (MB) or workers, and "
        + "its steps, ascending; several times for several; without it all")
    private List<String> axes = new ArrayList<>();

    /** Lower case: they are typed. */
    private enum HoleSize { small, large }

    @Override
    public Integer call() throws Exception {
        requireOneKind();
        final Map<ScaleAxis, List<Long>> steps = steps();
        final int each = seconds != null ? seconds : quick ? QUICK_SECONDS : SECONDS;
        if (each < 1 || rates.stream().anyMatch(rate -> rate < 1 || rate > 1_000_000)) {
            throw new StageException(ExitCode.USAGE, "--seconds must be 1 or more, --rates 1 to 1000000");
        }
        final Settings settings = borelog.settings();
        final Thread run = Thread.currentThread();
        try (ExitOnSignal signal = ExitOnSignal.install(run::interrupt, STOP_LIMIT_SECONDS)) {
            if (borelog.isDataGiven()) {
                return run(borelog.data(), each, steps, settings);
            }
            try (ScratchDirectory scratch = ScratchDirectory.create()) {
                return run(scratch.path(), each, steps, settings);
            }
        } catch (final InterruptedException ex) {
            return ExitCode.OK.code();
        }
    }

    private void requireOneKind() {
        if (scaleOnly && (quick || holes != null || !rates.isEmpty())) {
            throw new StageException(ExitCode.USAGE, "--scale goes with none of --quick, --holes and --rates");
        }
        if (!scaleOnly && !axes.isEmpty()) {
            throw new StageException(ExitCode.USAGE, "--axis needs --scale");
        }
    }

    /** In the order of the axes; none where only a part of the loads is asked for. */
    private Map<ScaleAxis, List<Long>> steps() {
        final Map<ScaleAxis, List<Long>> steps = new EnumMap<>(ScaleAxis.class);
        try {
            for (final String given : axes) {
                final String[] parts = given.split("=", 2);
                final ScaleAxis axis = ScaleAxis.of(parts[0]);
                steps.put(axis, parts.length == 1 ? axis.steps() : axis.parse(parts[1]));
            }
        } catch (final IllegalArgumentException ex) {
            throw new StageException(ExitCode.USAGE, "--axis: " + ex.getMessage(), ex);
        }
        if (axes.isEmpty() && !quick && holes == null && rates.isEmpty()) {
            Arrays.stream(ScaleAxis.values()).forEach(axis -> steps.put(axis, axis.steps()));
        }
        return steps;
    }

    private List<HoleLoad> loads(final int each) {
        final List<HoleLoad> loads = new ArrayList<>();
        if (!scaleOnly) {
            if (holes != HoleSize.large) {
                loads.add(HoleLoad.small(rates, each));
            }
            if (holes == HoleSize.large || holes == null && rates.isEmpty()) {
                loads.add(HoleLoad.large(rates, quick, each));
            }
        }
        return loads;
    }

    private int run(final Path data, final int each, final Map<ScaleAxis, List<Long>> steps, final Settings settings) throws Exception {
        final ScalePlan scale = new ScalePlan(
            steps, scaleOnly && seconds != null ? seconds : SCALE_SECONDS, settings, DiskUse::allocatedBytes);
        final List<String> processes = Stages.names(data, settings);
        final List<String> arguments = new ArrayList<>(borelog.shared());
        ChildArguments.unlessSet(settings, Setting.MQTT_PORT, "0", arguments);
        final Bench bench = new Bench(new BenchPlan(data, out, compare, arguments, processes, facts(settings), loads(each), scale,
            !withoutJmh, quick), ChildProcess::command, BenchCommand::subscribe);
        final BenchReport report = bench.run();
        borelog.tell(report::write, Bench.lines(report));
        System.err.println("borelog bench: see " + bench.page());
        return ExitCode.OK.code();
    }

    private Map<String, String> facts(final Settings settings) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("program", "borelog " + Borelog.VERSION);
        facts.put("taken", Instant.now().toString());
        facts.put("mode", quick ? "quick" : scaleOnly ? "scale" : "full");
        facts.put("durability", settings.text(Setting.DURABILITY));
        facts.put("estimator", settings.text(Setting.INFER_ESTIMATOR));
        facts.put("infer workers", settings.text(Setting.INFER_WORKERS));
        return facts;
    }

    static AutoCloseable subscribe(final String endpoint, final Consumer<JsonNode> onEstimate) throws Exception {
        final EstimateSubscriber subscriber = new EstimateSubscriber(endpoint, (text, estimate) -> onEstimate.accept(estimate));
        subscriber.subscribe();
        return subscriber;
    }
}
