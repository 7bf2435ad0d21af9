package io.borelog.tools;

import io.borelog.journal.StageException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Retention once a minute while {@code up} runs and a limit is set; under systemd a timer runs the command. A thread of its own, on which all
 * is loaded that retention needs, because the stages wait for the start of {@code up}.
 */
final class RetentionTimer implements AutoCloseable {
    private static final long INTERVAL_S = 60;

    private final ScheduledExecutorService executor;
    private final Path data;
    private final Settings settings;

    private RetentionTimer(final Path data, final Settings settings) {
        this.data = data;
        this.settings = settings;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread thread = new Thread(task, "retention");
            thread.setDaemon(true);
            return thread;
        });
    }

    static RetentionTimer start(final Path data, final Settings settings) {
        final RetentionTimer timer = new RetentionTimer(data, settings);
        if (Retention.isOn(settings)) {
            timer.executor.scheduleWithFixedDelay(timer::run, INTERVAL_S, INTERVAL_S, TimeUnit.SECONDS);
        }
        return timer;
    }

    private void run() {
        final Instant now = Instant.now();
        try (StageLock lock = StageLock.take(data, RetentionCommand.LOCK);
            Retention retention = new Retention(new DataDirectory(data), settings)) {
            retention.apply(retention.plan(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano()));
            retention.applyToModels();
        } catch (final IOException | StageException ex) {
            LoggerFactory.getLogger(RetentionTimer.class).warn("retention: {}", ex.getMessage());
        } catch (final RuntimeException ex) {
            LoggerFactory.getLogger(RetentionTimer.class).error("retention", ex); // the next run may fare better
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
