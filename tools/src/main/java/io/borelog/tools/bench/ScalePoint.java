package io.borelog.tools.bench;

import io.borelog.journal.stage.StageName;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.simulate.SimulateReport;
import java.util.Map;

/**
 * What one rate at one step of an axis came to.
 *
 * @param step    where it is on the axis; of history what there really was
 * @param readyMs from SIGKILL to ready, by process, the median; empty where nobody asked
 */
record ScalePoint(ScaleAxis axis, long step, LoadResult load, Map<String, Double> readyMs) {
    private static final double US_PER_S = 1e6;
    private static final double PER = 100_000;
    private static final double MS_PER_S = 1e3;

    /** CPU microseconds per acknowledged message of a stage, all its processes together; of {@link LoadResult#GENERATOR} likewise. */
    double cpuUs(final String stage) {
        return load.processes().stream().filter(process -> stageOf(process.name()).equals(stage))
            .mapToDouble(load::cpuSeconds).sum() * US_PER_S / PER;
    }

    private static String stageOf(final String process) {
        return process.startsWith(StageName.INFER + '-') ? StageName.INFER : process;
    }

    /** Of the whole pipeline, without the load. */
    double cpuUs() {
        return load.cpuSeconds() * US_PER_S / PER;
    }

    /** Whether all that was sent has been answered, in time or late: what it cost is known then, and not before. */
    boolean isAnswered() {
        final SimulateReport report = load.report();
        return report.messagesFailed() == 0 && report.messagesOutstanding() == 0 && load.estimates() == report.totalSignals();
    }

    /** Answers that a subscriber received, per second from the first message until all had come or nobody waited any longer. */
    double holesPerSecond() {
        return load.estimates() * MS_PER_S / Math.max(1, load.endMs() - load.startMs());
    }
}
