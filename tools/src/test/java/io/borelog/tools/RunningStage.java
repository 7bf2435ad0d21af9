package io.borelog.tools;

import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageState;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;

/** A real stage on a thread of this JVM, from its start to a clean stop. */
final class RunningStage implements AutoCloseable {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    final StageFile stageFile;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile Throwable failure;

    RunningStage(final Path data, final String name, final String... overrides) {
        stageFile = StageFile.create(StageFile.path(data, name), 0);
        final StageModule module = ServiceLoader.load(StageModule.class).stream()
            .map(ServiceLoader.Provider::get).filter(candidate -> candidate.name().equals(name)).findFirst().orElseThrow();
        final StageContext context = new StageContext(data, Settings.load(null, List.of(overrides)), 0, stageFile);
        thread = new Thread(() -> turn(module, context), name + "-under-test");
        thread.start();
        await(name, () -> stageFile.state() == StageState.READY || failure != null);
    }

    private void turn(final StageModule module, final StageContext context) {
        try {
            final Agent agent = module.open(context);
            try {
                agent.onStart();
                while (running) {
                    if (agent.doWork() == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            } finally {
                agent.onClose();
            }
        } catch (final Throwable ex) {
            failure = ex;
        }
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        running = false;
        await("end", () -> !thread.isAlive());
        stageFile.close();
        if (failure != null) {
            throw new AssertionError("the stage failed", failure);
        }
    }
}
