package io.borelog.journal.stage;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Journals;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one stage in the foreground until SIGTERM or ctrl-c: drains, forces, exits 0. Any exception out of the duty cycle ends the
 * process with the contract's exit code; there is no second try inside one, because restart and replay are the recovery.
 * (Agrona's AgentRunner goes straight round after an exception, which is why it is not used.)
 */
public final class StageRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(StageRunner.class);
    private static final long HEARTBEAT_NS = 100_000_000L;
    private static final long STALL_NS = 100_000_000L;
    private static final long STOP_LIMIT_SECONDS = 20;

    private final AtomicBoolean running;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode;

    /** SIGTERM came while an append waited for space, which may be for ever. */
    private static final class StoppedWhileWaiting extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private StageRunner(final AtomicBoolean running) {
        this.running = running;
    }

    /** @return the process's exit code. Call from {@code main}; the shutdown hook waits for the duty cycle to end. */
    public static int run(final StageModule module, final Path data, final Settings settings, final int instance) {
        return new StageRunner(new AtomicBoolean(true)).runUntilSignalled(module, data, settings, instance);
    }

    /** The same for a process that has several stages, each on a thread of its own: until {@code running} is false. */
    public static int run(
        final StageModule module, final Path data, final Settings settings, final int instance, final AtomicBoolean running) {
        return new StageRunner(running).runStage(module, data, settings, instance).code();
    }

    private int runUntilSignalled(final StageModule module, final Path data, final Settings settings, final int instance) {
        Journals.registerExitHooks(); // a SIGTERM while the stage opens its journals is a stop like any other
        final Thread hook = new Thread(this::stop, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exitCode = runStage(module, data, settings, instance).code();
        } finally {
            ended.countDown();
        }
        return exitCode;
    }

    /** In the shutdown hook: a signalled JVM would exit with 143, the contract says 0. */
    private void stop() {
        running.set(false);
        try {
            if (!ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.error("the stage did not stop within {} s", STOP_LIMIT_SECONDS);
                Runtime.getRuntime().halt(ExitCode.CHECK_FAILED.code());
            }
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private ExitCode runStage(final StageModule module, final Path data, final Settings settings, final int instance) {
        final String process = StageName.process(module.name(), instance);
        StageFile stageFile = null;
        try (SdNotify systemd = SdNotify.fromEnvironment(); StageLock lock = StageLock.take(data, process)) {
            Pinning.apply(settings.text(Setting.STAGE_CPU), instance);
            stageFile = StageFile.create(StageFile.path(data, process), System.currentTimeMillis());
            stageFile.whileWaiting(() -> {
                systemd.watchdog(System.nanoTime());
                if (!running.get()) {
                    throw new StoppedWhileWaiting();
                }
            });
            final StageContext context = new StageContext(data, settings, instance, stageFile);
            final Agent agent = module.open(context);
            try {
                agent.onStart();
                turn(agent, context, Doorbell.bitOf(process), idleStrategy(context), systemd);
            } finally {
                agent.onClose();
            }
            stageFile.state(StageState.STOPPED);
            stageFile.force();
            return ExitCode.OK;
        } catch (final StoppedWhileWaiting ex) {
            stageFile.state(StageState.STOPPED); // the record that had no space is computed again at the next start
            return ExitCode.OK;
        } catch (final ConfigurationException ex) {
            System.err.println("borelog " + process + ": " + ex.getMessage());
            return ExitCode.USAGE;
        } catch (final StageException ex) {
            return failed(process, stageFile, ex, ex.exitCode());
        } catch (final CorruptRecordException ex) {
            return failed(process, stageFile, ex, ExitCode.CORRUPT);
        } catch (final Throwable ex) {
            return failed(process, stageFile, ex, ExitCode.CHECK_FAILED);
        }
    }

    private static ExitCode failed(final String process, final StageFile stageFile, final Throwable ex, final ExitCode code) {
        final boolean known = ex instanceof StageException || ex instanceof CorruptRecordException;
        System.err.println("borelog " + process + ": " + (known ? ex.getMessage() : ex.toString()));
        if (!known) {
            LOGGER.error("the stage ends: {}", process, ex);
        }
        if (stageFile != null) {
            stageFile.errorLog().record(ex);
            stageFile.increment(StageCounter.ERRORS);
            stageFile.state(StageState.FAILED);
        }
        return code;
    }

    private void turn(final Agent agent, final StageContext context, final int bits, final IdleStrategy idle, final SdNotify systemd)
        throws Exception {
        final StageFile stageFile = context.stageFile();
        long cycleMaxNs = 0;
        long busyNs = 0;
        long nextHeartbeatNs = System.nanoTime();
        boolean told = false;
        while (running.get()) {
            final long startNs = System.nanoTime();
            final int work = agent.doWork();
            if (stageFile.takePublished()) {
                context.doorbell().ring(bits); // not sooner: who is woken may take this processor, and acks come before that
            }
            final long cycleNs = System.nanoTime() - startNs;
            if (cycleNs > cycleMaxNs) {
                cycleMaxNs = cycleNs;
                stageFile.set(StageCounter.CYCLE_MAX_NS, cycleNs);
            }
            if (work > 0) {
                busyNs += cycleNs;
                stageFile.set(StageCounter.BUSY_NS, busyNs);
            }
            if (cycleNs > STALL_NS) {
                stageFile.increment(StageCounter.CYCLE_STALLS);
            }
            if (startNs - nextHeartbeatNs >= 0) {
                nextHeartbeatNs = startNs + HEARTBEAT_NS;
                stageFile.heartbeat(System.currentTimeMillis());
                systemd.watchdog(startNs);
                if (!told && context.isReady()) {
                    told = true;
                    systemd.ready(stageFile.note());
                }
            }
            idle.idle(work);
        }
        systemd.stopping();
    }

    private static IdleStrategy idleStrategy(final StageContext context) {
        return switch (context.settings().text(Setting.STAGE_IDLE)) {
            case "spin" -> new BusySpinIdleStrategy();
            case "yield" -> new YieldingIdleStrategy();
            default -> context.stageIdleStrategy();
        };
    }

    /** For agents' callbacks on other threads: log, count, go on. */
    public static void record(final StageFile stageFile, final DistinctErrorLog log, final Throwable ex) {
        stageFile.increment(StageCounter.ERRORS);
        if (!log.record(ex)) {
            LOGGER.error("error log full", ex);
        }
    }
}
