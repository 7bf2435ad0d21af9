package io.borelog.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * The whole pipeline in one command: every stage and the simulated tools as processes of their own, this one subscribing as a customer
 * would. Exit 0 only where the audit balances and every hole that was sent has its estimate.
 */
@Command(description = "Runs the whole pipeline with simulated tools, and checks that nothing was lost.")
final class DemoCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 60;
    private static final long ESTIMATES_LIMIT_SECONDS = 60;
    private static final long FIGURES_MS = 1_000;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "how long the tools send; 10")
    private int seconds;

    @Option(names = "--tools", paramLabel = "N", defaultValue = "5", description = "simulated tools; 5")
    private int tools;

    @Option(names = "--holes-per-second", paramLabel = "X", defaultValue = "2", description = "of all tools together; 2")
    private double holesPerSecond;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile JsonNode sent;

    @Override
    public Integer call() throws Exception {
        final Settings settings = borelog.settings();
        try (ExitOnSignal signal = ExitOnSignal.install(stopped::countDown, STOP_LIMIT_SECONDS)) {
            if (borelog.isDataGiven()) {
                return run(borelog.data(), settings);
            }
            try (ScratchDirectory scratch = ScratchDirectory.create()) {
                return run(scratch.path(), settings);
            }
        }
    }

    private int run(final Path data, final Settings settings) throws Exception {
        final List<String> arguments = new ArrayList<>(borelog.arguments(data));
        ChildArguments.unlessSet(settings, Setting.MQTT_PORT, "0", arguments);
        try (StageLock lock = StageLock.take(data, "up")) {
            final Supervisor supervisor = new Supervisor(
                data, Stages.processes(data, settings.number(Setting.INFER_WORKERS)), arguments);
            final CompletableFuture<String> ready = new CompletableFuture<>();
            final CompletableFuture<Integer> ended = new CompletableFuture<>();
            final Thread thread = new Thread(() -> supervise(supervisor, ready, ended), "supervisor");
            thread.start();
            try {
                while (!ready.isDone() && !ended.isDone() && !stopped.await(20, TimeUnit.MILLISECONDS)) {
                    // the stages are starting
                }
                if (ready.isDone()) {
                    System.err.println(ready.get());
                    return send(data, supervisor.endpoint());
                }
                return ended.isDone() ? ended.get() : ExitCode.OK.code();
            } finally {
                supervisor.stop();
                thread.join();
            }
        }
    }

    private static void supervise(
        final Supervisor supervisor, final CompletableFuture<String> ready, final CompletableFuture<Integer> ended) {
        try {
            ended.complete(supervisor.run(ready::complete));
        } catch (final RuntimeException ex) {
            ended.completeExceptionally(ex);
        }
    }

    private int send(final Path data, final String endpoint) throws Exception {
        try (Output out = borelog.output();
            EstimateSubscriber subscriber = new EstimateSubscriber(endpoint, (text, estimate) -> show(out, text, estimate))) {
            subscribe(subscriber);
            final ChildProcess simulate = ChildProcess.start(data, "simulate", List.of("simulate", "--json", "--stop-with-stdin",
                "--data", data.toString(), "--rate", Double.toString(holesPerSecond), "--duration", Integer.toString(seconds),
                "--tools", Integer.toString(tools), "--concurrent-publishers", Integer.toString(Math.min(tools, 10)),
                "--seed", Long.toString(System.currentTimeMillis() / 1_000), "--report-every", "1"), this::reported);
            try {
                final DataDirectory directory = new DataDirectory(data);
                while (simulate.isAlive() && !stopped.await(FIGURES_MS, TimeUnit.MILLISECONDS)) {
                    figures(directory, subscriber);
                }
                if (stopped.getCount() > 0) {
                    simulate.awaitOutput();
                    awaitEstimates(directory, subscriber);
                }
            } finally {
                simulate.stop(STOP_LIMIT_SECONDS);
            }
            return stopped.getCount() == 0 ? ExitCode.OK.code() : summary(data, subscriber.count());
        }
    }

    private static void subscribe(final EstimateSubscriber subscriber) throws InterruptedException {
        try {
            subscriber.subscribe();
        } catch (final ExecutionException | TimeoutException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "cannot subscribe at the endpoint: " + ex, ex);
        }
    }

    private void awaitEstimates(final DataDirectory data, final EstimateSubscriber subscriber) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ESTIMATES_LIMIT_SECONDS);
        long nextFiguresNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIGURES_MS);
        while (subscriber.count() < holesSent() && System.nanoTime() < deadlineNs && !stopped.await(10, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > nextFiguresNs) {
                nextFiguresNs += TimeUnit.MILLISECONDS.toNanos(FIGURES_MS);
                figures(data, subscriber);
            }
        }
    }

    /** Lines of the simulation: a report each, or a word about what went wrong. */
    private void reported(final String line) {
        try {
            if (line.startsWith("{")) {
                sent = new ObjectMapper().readTree(line);
                return;
            }
        } catch (final IOException ex) {
            // then it is a word for people after all
        }
        System.err.println("[simulate] " + line);
    }

    /** Holes all of whose messages were acknowledged. */
    private long holesSent() {
        return sent == null ? 0 : sent.path("total_signals").asLong();
    }

    private void figures(final DataDirectory data, final EstimateSubscriber subscriber) {
        final StringBuilder lags = new StringBuilder();
        for (final PipelineStatus.Stage stage : PipelineStatus.stages(data)) {
            lags.append(' ').append(stage.name()).append(stage.isRunning() ? "" : " " + stage.state()).append(" lag ").append(stage.lag());
        }
        System.err.println(String.format(Locale.ROOT, "holes sent %d, estimates received %d,%s", holesSent(), subscriber.count(), lags));
    }

    /** On the subscriber's thread, the only one that writes until the summary. */
    private void show(final Output out, final String text, final JsonNode estimate) {
        if (borelog.json()) {
            out.line(text);
        } else {
            final JsonNode points = estimate.path("keyPoints");
            out.line(String.format(Locale.ROOT, "%s/%s result %s %s entry %s transition %s exit %s mm%s", estimate.path("toolbox").asText(),
                estimate.path("tool").asText(), estimate.path("resultId").asText(), estimate.path("status").asText(),
                millimetres(points.path(0)), millimetres(points.path(1)), millimetres(points.path(2)),
                estimate.path("reason").isNull() ? "" : " (" + estimate.path("reason").asText() + ")"));
        }
        out.flush();
    }

    private static String millimetres(final JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "?";
    }

    private int summary(final Path data, final int received) {
        final List<String> corrupt = new ArrayList<>();
        final Audit audit = Audit.take(new DataDirectory(data), false, ex -> corrupt.add(ex.getMessage()));
        corrupt.forEach(System.err::println);
        final long failed = sent == null ? 0 : sent.path("messages_failed").asLong();
        System.err.println("messages: %d accepted, %d used, %d duplicate, %d ignored, %d dead letters, %d pending, %d unaccounted".formatted(
            audit.accepted(), audit.used(), audit.duplicate(), audit.ignored(), audit.deadLetter(), audit.pending(),
            audit.unaccounted()));
        System.err.println("holes:    %d sent, %d matched, %d estimated, %d delivered, %d received; %d messages failed".formatted(
            holesSent(), audit.matched(), audit.estimated(), audit.delivered(), received, failed));
        final boolean good = audit.unaccounted() == 0 && corrupt.isEmpty() && holesSent() > 0 && received >= holesSent();
        System.err.println(good ? "demo: every hole has its estimate, the audit balances" : "demo: FAILED, see the figures above");
        return good ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }
}
