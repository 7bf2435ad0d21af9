package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.model.ModelPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the process of the model in shadow while a CONFIG names one. It belongs to no answer, so that its end ends nothing: it is started
 * again in a moment, or, where it cannot load its model, when the next CONFIG comes. On the supervisor's thread.
 */
final class ShadowSupervision {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RESTART_PAUSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long STOP_LIMIT_SECONDS = 5;

    private final DataDirectory data;
    private final List<String> arguments;
    private final Runnable wake;
    private ChildProcess child;
    private long configSeq;
    private boolean wanted;
    private long lookAtNs;
    private long startAtNs;

    /** @param wake called, on any thread, when it has ended */
    ShadowSupervision(final Path data, final List<String> arguments, final Runnable wake) {
        this.data = new DataDirectory(data);
        this.arguments = arguments;
        this.wake = wake;
    }

    /** @return ns until it wants to be called again. */
    long turn(final long nowNs) {
        if (child != null && !child.isAlive()) {
            ended(nowNs);
        }
        if (nowNs - lookAtNs >= 0) {
            lookAtNs = nowNs + LOOK_NS;
            look();
        }
        if (wanted && child == null && nowNs - startAtNs >= 0) {
            start();
        } else if (!wanted && child != null) {
            stop();
        }
        return Math.max(1, lookAtNs - nowNs);
    }

    private void look() {
        final long seq = ConfigInForce.seq(data);
        if (seq != configSeq) {
            configSeq = seq;
            wanted = ModelPlan.of(ConfigInForce.read(data)).shadow() != null;
        }
    }

    private void ended(final long nowNs) {
        final int code = child.exitCode();
        System.err.println("borelog up: " + child.name() + " (process " + child.pid() + ") ended with " + code
            + (code == ExitCode.USAGE.code() ? ", it is started again when the models change" : ", starting it again in a moment"));
        wanted &= code != ExitCode.USAGE.code();
        startAtNs = nowNs + RESTART_PAUSE_NS;
        child = null;
    }

    private void start() {
        final List<String> command = new ArrayList<>(List.of(Stages.SHADOW.stage()));
        command.addAll(arguments);
        command.addAll(List.of("--shadow", "--stop-with-stdin"));
        child = ChildProcess.start(data.path(), Stages.SHADOW.name(), command);
        child.onExit(wake);
    }

    void stop() {
        if (child != null) {
            child.stop(STOP_LIMIT_SECONDS);
            child = null;
        }
    }
}
