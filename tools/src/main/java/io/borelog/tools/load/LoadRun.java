package io.borelog.tools.load;

import io.borelog.journal.stage.StageName;
import io.borelog.tools.simulate.LoadGenerator;
import io.borelog.tools.simulate.LoadListener;
import io.borelog.tools.simulate.LoadSettings;
import io.borelog.tools.simulate.SimulateReport;
import io.borelog.tools.torture.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One {@link HoleLoad} against a pipeline of its own: warmed up, then rate after rate until one cannot be held. The generator is
 * open-loop: it sends when a message is due, whatever has become of the ones before. The command's thread.
 */
public final class LoadRun {
    private static final double SHORT_OF = 0.95;
    private static final int FEW_HOLES = 10;
    private static final String INFER = StageName.INFER + '-';

    private final Arrivals arrivals = new Arrivals(SystemNanoClock.INSTANCE);
    private final Launcher launcher;
    private final Subscriptions subscriptions;
    private final HoleLoad load;
    private final int warmUpSeconds;
    private long firstHole;

    /** How far it was at one moment. */
    private record Moment(double seconds, long holesAcked, long estimates) {
        long backlog() {
            return holesAcked - estimates;
        }
    }

    public LoadRun(final Launcher launcher, final Subscriptions subscriptions, final HoleLoad load, final int warmUpSeconds) {
        this.launcher = launcher;
        this.subscriptions = subscriptions;
        this.load = load;
        this.warmUpSeconds = warmUpSeconds;
    }

    /**
     * @param data      of this load alone
     * @param arguments of {@code up}, all but the data directory
     * @param processes names of the stages' processes
     */
    public List<LoadResult> run(final Path data, final List<String> arguments, final List<String> processes) throws Exception {
        return run(data, arguments, processes, result -> { });
    }

    /** @param onResult told of each rate when it is over, while the pipeline still runs */
    public List<LoadResult> run(
        final Path data, final List<String> arguments, final List<String> processes, final Consumer<LoadResult> onResult) throws Exception {
        CalmDisk.await(Files.createDirectories(data));
        try (UpProcess up = UpProcess.start(launcher, data, arguments, processes)) {
            return run(data, up, processes, onResult);
        }
    }

    /** The same against a pipeline that runs already. */
    public List<LoadResult> run(
        final Path data, final UpProcess up, final List<String> processes, final Consumer<LoadResult> onResult) throws Exception {
        final List<LoadResult> results = new ArrayList<>();
        final List<Integer> workers = processes.stream().filter(name -> name.startsWith(INFER))
            .map(name -> Integer.valueOf(name.substring(INFER.length()))).toList();
        try (AutoCloseable subscriber = subscriptions.subscribe(up.endpoint(), arrivals::received);
            StageTimes times = new StageTimes(data, workers)) {
            System.err.println("borelog: " + load.name() + ": warming up");
            run(up, times, load.warmUpRate(), warmUpSeconds, load.warmUp(warmUpSeconds, firstHole));
            for (final int rate : load.rates()) {
                final LoadResult result = run(up, times, rate, load.seconds(), load.settings(rate, load.seconds(), firstHole));
                results.add(result);
                System.err.println("borelog: " + line(result));
                onResult.accept(result);
                if (!result.isHeld() && load.isLadder()) {
                    break;
                }
            }
        }
        return results;
    }

    private LoadResult run(final UpProcess up, final StageTimes times, final int rate, final int seconds, final LoadSettings settings)
        throws IOException, InterruptedException {
        final String endpoint = up.endpoint();
        settings.host = endpoint.substring(0, endpoint.lastIndexOf(':'));
        settings.port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        settings.onHole = arrivals;
        final Uses uses = new Uses(up);
        settings.onLoad = uses;
        final long holes = Math.max(1, Math.round(settings.holesPerSecond * seconds));
        firstHole += load.holesUpTo(holes);
        final List<Moment> moments = new ArrayList<>();
        final LoadGenerator generator = new LoadGenerator(settings, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE,
            report -> moments.add(new Moment(report.durationS(), report.totalSignals(), arrivals.received())));
        arrivals.begin();
        final SimulateReport report = generator.run();
        final Latencies latencies = new Latencies();
        latencies.put(Latencies.ACK, generator.latencies());
        times.read(latencies);
        latencies.put(Latencies.AFTER_ACK, arrivals.sinceAcked());
        latencies.put(Latencies.END_TO_END, arrivals.sinceDue());
        return new LoadResult(load.name(), rate, report, holes, uses.estimates, limit(rate, seconds, report, uses.estimates, moments),
            latencies, since(uses.before, uses.after), uses.startMs, uses.endMs);
    }

    /** What the processes took while all were connected: ten thousand that come and go cost more than what they send in seconds. */
    private final class Uses implements LoadListener {
        private final UpProcess up;
        private List<ProcessUse> before;
        private List<ProcessUse> after;
        private long startMs;
        private long endMs;
        private long estimates;

        Uses(final UpProcess up) {
            this.up = up;
        }

        @Override
        public void connected() {
            before = up.uses();
            startMs = System.currentTimeMillis();
        }

        @Override
        public void drained(final SimulateReport summary) throws InterruptedException {
            estimates = arrivals.await(summary.totalSignals(), load.drainSeconds());
            endMs = System.currentTimeMillis();
            after = up.uses();
        }
    }

    private static List<ProcessUse> since(final List<ProcessUse> before, final List<ProcessUse> after) {
        final List<ProcessUse> used = new ArrayList<>();
        for (final ProcessUse now : after) {
            used.add(before.stream().filter(one -> one.name().equals(now.name())).findFirst().map(now::since).orElse(now));
        }
        return used;
    }

    /** @return why the rate was too much, or null. */
    private String limit(
        final int rate, final int seconds, final SimulateReport report, final long estimates, final List<Moment> moments) {
        final long unacked = report.messagesFailed() + report.messagesOutstanding();
        if (unacked > 0) {
            return unacked + " messages were not acknowledged in time";
        }
        if (report.messagesPerSecond() < SHORT_OF * rate) {
            return String.format(Locale.ROOT, "%.0f messages a second were acknowledged", report.messagesPerSecond());
        }
        if (estimates < report.totalSignals()) {
            return (report.totalSignals() - estimates) + " estimates had not come " + load.drainSeconds() + " s after the last ack";
        }
        final Moment half = at(moments, seconds / 2.0);
        final Moment end = at(moments, seconds);
        final double holesBetween = (double) rate / HoleLoad.PARTS_OF_A_HOLE * (end.seconds - half.seconds);
        if (end.backlog() - half.backlog() > Math.max(FEW_HOLES, (1 - SHORT_OF) * holesBetween)) {
            return "holes without estimate grew from " + half.backlog() + " to " + end.backlog() + " in the second half";
        }
        return null;
    }

    /** The last that was taken up to then, else that of the start. */
    private static Moment at(final List<Moment> moments, final double seconds) {
        Moment at = new Moment(0, 0, 0);
        for (final Moment moment : moments) {
            if (moment.seconds <= seconds) {
                at = moment;
            }
        }
        return at;
    }

    private static String line(final LoadResult result) {
        return String.format(Locale.ROOT, "%s holes, %d messages a second: ack p99 %.2f ms, end to end p99 %.2f ms%s", result.load(),
            result.rate(), result.latencies().of(Latencies.ACK).getValueAtPercentile(99) / 1e6,
            result.latencies().of(Latencies.END_TO_END).getValueAtPercentile(99) / 1e6,
            result.isHeld() ? "" : "; not held: " + result.limit());
    }
}
