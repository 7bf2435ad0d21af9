package io.borelog.tools.simulate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * Sends holes to an MQTT endpoint at a fixed rate, whatever the endpoint does, and reports. {@link #run()} belongs to the caller's
 * thread and returns by itself; each connection has a sending thread beside it, shared with others where there are many.
 *
 * <p>Ends when every message has been acknowledged or given up, at the latest {@code drainNs} after the end of the run; interrupting
 * the caller ends it early. Payloads awaiting a PUBACK stay in memory: at most connections x in-flight window x largest payload.
 */
public final class LoadGenerator {
    private static final long DRAIN_POLL_NS = 1_000_000;
    private static final long JOIN_LIMIT_S = 5;
    private static final int WARM_UP_HOLES = 200;
    /** Connections beyond this share sending threads. */
    private static final int SENDERS_MAX = 64;
    /** How many connect at a time: an endpoint has a queue for those that it has not accepted yet. */
    private static final int CONNECTING_MAX = 64;

    private final LoadSettings settings;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final Consumer<SimulateReport> onInterval;
    private final Meter meter;
    private final List<Connection> connections = new ArrayList<>();
    private Pace pace;
    private JsonLines truths;
    private JsonLines acks;
    private long nextReportNs;

    /** @param onInterval called on the thread of {@link #run()} every report interval */
    public LoadGenerator(final LoadSettings settings, final NanoClock nanoClock, final EpochClock epochClock,
                         final Consumer<SimulateReport> onInterval) {
        this.settings = settings.conclude();
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        this.onInterval = onInterval;
        this.meter = new Meter(settings.holesPerSecond);
    }

    /**
     * To be called once.
     *
     * @return the summary
     * @throws IOException when the endpoint cannot be reached at the start, or a file cannot be read or written
     */
    public SimulateReport run() throws IOException, InterruptedException {
        final Supplier<HoleSource> sources = sources();
        final ExecutorService senders = Executors.newFixedThreadPool(senders(), LoadGenerator::senderThread);
        try {
            truths = JsonLines.orNull(settings.truthFile);
            acks = JsonLines.orNull(settings.ackedFile);
            warmUp(sources.get());
            connect();
            if (settings.onLoad != null) {
                settings.onLoad.connected();
            }
            final long startNs = nanoClock.nanoTime();
            pace = new Pace(nanoClock, startNs, settings.holesPerSecond, startNs + settings.durationNs + settings.drainNs);
            meter.start(startNs);
            nextReportNs = startNs + settings.reportIntervalNs;
            attend(startSenders(senders, sources));
            drain();
            final SimulateReport summary = meter.summary(nanoClock.nanoTime());
            if (settings.onLoad != null) {
                settings.onLoad.drained(summary);
            }
            return summary;
        } finally {
            senders.shutdownNow();
            senders.awaitTermination(JOIN_LIMIT_S, TimeUnit.SECONDS);
            connections.forEach(Connection::leave);
            CloseHelper.closeAll(connections);
            CloseHelper.closeAll(truths, acks);
        }
    }

    /** After the run: from the moment that each message was due to its PUBACK, ns. */
    public Histogram latencies() {
        return meter.latencies();
    }

    private Supplier<HoleSource> sources() throws IOException {
        if (settings.replayDir != null) {
            final ReplayFiles files = ReplayFiles.load(settings.replayDir);
            return () -> new ReplaySource(files, settings.tools, settings.seed);
        }
        final HoleGenerator generator = new HoleGenerator(settings.seed, settings.tools, settings.size, settings.dialects);
        return () -> new GeneratedSource(generator);
    }

    /** Compiles the renderer before the first hole is due: its cold start would be charged to the endpoint. */
    private void warmUp(final HoleSource source) {
        final HoleMessages scratch = new HoleMessages();
        for (int i = 0; i < WARM_UP_HOLES; i++) {
            source.render(settings.firstHole + i, 0, 0, scratch);
        }
    }

    private int senders() {
        return Math.min(settings.publishers, SENDERS_MAX);
    }

    private void connect() throws IOException, InterruptedException {
        final long deadlineNs = nanoClock.nanoTime() + settings.connectTimeoutNs;
        int connected = 0;
        while (connected < settings.publishers) {
            while (connections.size() < Math.min(settings.publishers, connected + CONNECTING_MAX)) {
                final Connection connection = new Connection(settings, connections.size(), meter);
                connections.add(connection);
                connection.connect();
            }
            connections.get(connected++).awaitConnected(Math.max(1, deadlineNs - nanoClock.nanoTime()));
        }
    }

    private List<Future<?>> startSenders(final ExecutorService senders, final Supplier<HoleSource> sources) {
        final List<Connection> all = List.copyOf(connections);
        final List<Semaphore> windows = all.stream().map(connection -> new Semaphore(settings.maxInFlight)).toList();
        final List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < senders(); i++) {
            futures.add(senders.submit(
                new Publisher(i, senders(), settings, all, windows, sources.get(), pace, epochClock, meter, truths, acks)));
        }
        return futures;
    }

    private void attend(final List<Future<?>> senders) throws InterruptedException {
        for (final Future<?> sender : senders) {
            while (!ended(sender)) {
                report();
            }
        }
    }

    /** Waits for the end of a sender or for the next report, whichever comes first; a sender's failure is ours. */
    private boolean ended(final Future<?> sender) throws InterruptedException {
        try {
            sender.get(Math.max(0, nextReportNs - nanoClock.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (final TimeoutException e) {
            return false;
        } catch (final ExecutionException e) {
            throw new IllegalStateException("a sending thread failed", e.getCause());
        }
    }

    private void drain() throws InterruptedException {
        while (meter.outstanding() > 0 && !pace.stopped()) {
            pace.awaitNs(nanoClock.nanoTime() + DRAIN_POLL_NS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (nanoClock.nanoTime() - nextReportNs >= 0) {
                report();
            }
        }
    }

    private void report() {
        nextReportNs += settings.reportIntervalNs;
        JsonLines.flush(truths);
        JsonLines.flush(acks);
        onInterval.accept(meter.interval(nanoClock.nanoTime()));
    }

    private static Thread senderThread(final Runnable task) {
        final Thread thread = new Thread(task, "simulate-sender");
        thread.setDaemon(true);
        return thread;
    }
}
