package io.borelog.tools.bench;

import io.borelog.journal.config.Setting;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.guest.Tree;
import io.borelog.tools.load.HoleLoad;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.load.LoadRun;
import io.borelog.tools.load.Machine;
import io.borelog.tools.load.Subscriptions;
import io.borelog.tools.load.UpProcess;
import io.borelog.tools.torture.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the cost of a message grows while one thing grows and everything else stays: an axis after the other, each step with a pipeline of
 * its own, warmed up alike. What the machine has no room for is made smaller, and said. The command's thread.
 */
final class Scale {
    private static final int RATE = 2_000;
    /** One that every number of workers holds, and one that none does: what the machine can answer. */
    private static final List<Integer> RATES_OF_LARGE = List.of(100, 1_000);
    private static final int WARM_UP_SECONDS = 4;
    private static final int RESTARTS = 3;
    private static final long MB = 1_000_000;
    /** Of a history's bytes, the part that came in; the stages make the rest of it. */
    private static final double INBOUND_SHARE = 0.65;
    /** Free space that a history needs, in its bytes. */
    private static final int ROOM = 3;
    private static final long WORK_OFF_LIMIT_S = 240;
    /** Connections, and files, beside those that are counted. */
    private static final int SPARE = 500;

    private static final List<String> JOURNALS = List.of(
        Journals.INBOUND, Journals.MATCHED, Journals.estimated(0), Journals.OUTBOUND);

    private final Launcher launcher;
    private final Subscriptions subscriptions;
    private final BenchPlan plan;
    private final ScalePlan scale;
    private final List<ScalePoint> points = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Scale(final Launcher launcher, final Subscriptions subscriptions, final BenchPlan plan) {
        this.launcher = launcher;
        this.subscriptions = subscriptions;
        this.plan = plan;
        this.scale = plan.scale();
    }

    ScaleResult run() throws Exception {
        for (final Map.Entry<ScaleAxis, List<Long>> axis : scale.steps().entrySet()) {
            switch (axis.getKey()) {
                case CONNECTIONS -> connections(axis.getValue());
                case TOOLS -> tools(axis.getValue());
                case HISTORY -> history(axis.getValue());
                case WORKERS -> workers(axis.getValue());
            }
        }
        return new ScaleResult(points, notes);
    }

    /** The same load of the same tools, spread over more and more connections. */
    private void connections(final List<Long> steps) throws Exception {
        final int most = steps.get(steps.size() - 1).intValue();
        for (final long step : steps) {
            final long possible = Math.min(step, Machine.openFilesLimit() - SPARE);
            if (possible < step) {
                note(step + " connections need " + (step + SPARE) + " open files, the limit (ulimit -Hn) is " + Machine.openFilesLimit()
                    + ": " + possible + " instead");
            }
            final Path data = data(ScaleAxis.CONNECTIONS, step);
            try {
                add(ScaleAxis.CONNECTIONS, possible, Map.of(), run(data, plan.processes(),
                    withAtLeast(Setting.MQTT_MAX_CONNECTIONS, most + SPARE),
                    HoleLoad.small(name(ScaleAxis.CONNECTIONS, step), RATE, scale.seconds(), (int) possible, most)));
            } finally {
                Tree.delete(data);
            }
        }
    }

    /** More and more tools that are known already, all of them sending. */
    private void tools(final List<Long> steps) throws Exception {
        final List<String> arguments = withAtLeast(Setting.CORRELATE_TOOLS_MAX, steps.get(steps.size() - 1));
        for (final long step : steps) {
            final Path data = data(ScaleAxis.TOOLS, step);
            try {
                UpProcess.start(launcher, data, arguments, plan.processes()).close();
                try (History history = new History(data, scale.settings())) {
                    history.tools(step);
                }
                add(ScaleAxis.TOOLS, step, Map.of(), run(data, plan.processes(), arguments,
                    HoleLoad.small(name(ScaleAxis.TOOLS, step), RATE, scale.seconds(), HoleLoad.CONNECTIONS, (int) step)));
            } finally {
                Tree.delete(data);
            }
        }
    }

    private List<LoadResult> run(final Path data, final List<String> processes, final List<String> arguments, final HoleLoad load)
        throws Exception {
        return new LoadRun(launcher, subscriptions, load, WARM_UP_SECONDS).run(data, arguments, processes);
    }

    /** One pipeline whose history grows from step to step: what a restart takes, and what appending behind it does. */
    private void history(final List<Long> steps) throws Exception {
        final Path data = data(ScaleAxis.HISTORY, 0);
        try {
            UpProcess.start(launcher, data, plan.arguments(), plan.processes()).close();
            final long emptyBytes = journalBytes(data);
            long written = 0;
            for (final long step : steps) {
                final long possible = Math.min(step, Files.getFileStore(data).getUsableSpace() / ROOM / MB);
                if (possible < step) {
                    note(step + " MB of history need " + step * ROOM + " MB free: " + possible + " MB instead");
                }
                final long lastSeq;
                try (History history = new History(data, scale.settings())) {
                    say(name(ScaleAxis.HISTORY, step) + ": writing it");
                    history.holes(written, (long) (possible * MB * INBOUND_SHARE) - written);
                    written += history.bytes();
                    lastSeq = history.lastSeq();
                }
                final long startNs = System.nanoTime();
                try (UpProcess up = UpProcess.start(launcher, data, plan.arguments(), plan.processes())) {
                    final Past past = new Past(data, plan.processes());
                    if (!past.workOff(lastSeq, WORK_OFF_LIMIT_S)) {
                        note(step + " MB of history were not worked off within " + WORK_OFF_LIMIT_S + " s and are left out");
                        return;
                    }
                    final long there = (journalBytes(data) - emptyBytes) / MB;
                    say(String.format(Locale.ROOT, "%s: %d MB, %d of them came in, worked off in %.1f s", name(ScaleAxis.HISTORY, step),
                        there, written / MB, (System.nanoTime() - startNs) / 1e9));
                    final HoleLoad load = HoleLoad.small(
                        name(ScaleAxis.HISTORY, step), RATE, scale.seconds(), HoleLoad.CONNECTIONS, HoleLoad.TOOLS);
                    add(ScaleAxis.HISTORY, Math.max(1, there), past.restart(up, RESTARTS),
                        new LoadRun(launcher, subscriptions, load, WARM_UP_SECONDS).run(data, up, plan.processes(), result -> { }));
                }
            }
        } finally {
            Tree.delete(data);
        }
    }

    private long journalBytes(final Path data) {
        return JOURNALS.stream().map(data::resolve).filter(Files::exists).mapToLong(scale.diskUse()).sum();
    }

    private void workers(final List<Long> steps) throws Exception {
        for (final long step : steps) {
            final List<String> processes = new ArrayList<>();
            for (final String process : plan.processes()) {
                if (process.equals(StageName.process(StageName.INFER, 0))) {
                    for (int worker = 0; worker < step; worker++) {
                        processes.add(StageName.process(StageName.INFER, worker));
                    }
                } else if (!process.startsWith(StageName.INFER)) {
                    processes.add(process);
                }
            }
            final Path data = data(ScaleAxis.WORKERS, step);
            try {
                add(ScaleAxis.WORKERS, step, Map.of(), run(data, processes, arguments(Setting.INFER_WORKERS, step),
                    HoleLoad.large(name(ScaleAxis.WORKERS, step), RATES_OF_LARGE, scale.seconds())));
            } finally {
                Tree.delete(data);
            }
        }
    }

    private void add(final ScaleAxis axis, final long step, final Map<String, Double> readyMs, final List<LoadResult> results) {
        results.forEach(result -> points.add(new ScalePoint(axis, step, result, readyMs)));
    }

    /** Those of the plan, but for one number. */
    private List<String> arguments(final Setting setting, final long value) {
        final List<String> arguments = new ArrayList<>(plan.arguments());
        arguments.addAll(List.of("--set", setting.key() + '=' + value));
        return arguments;
    }

    /** The same, where no less than this is enough. */
    private List<String> withAtLeast(final Setting setting, final long least) {
        return arguments(setting, Math.max(least, scale.settings().number(setting)));
    }

    private Path data(final ScaleAxis axis, final long step) throws IOException {
        return Files.createDirectories(plan.data().resolve(name(axis, step)));
    }

    private static String name(final ScaleAxis axis, final long step) {
        return axis.label() + '-' + step;
    }

    private void note(final String text) {
        notes.add(text);
        say(text);
    }

    private static void say(final String text) {
        System.err.println("borelog: " + text);
    }
}
