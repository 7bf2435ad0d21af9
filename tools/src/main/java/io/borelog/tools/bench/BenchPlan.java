package io.borelog.tools.bench;

import io.borelog.tools.load.HoleLoad;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to measure.
 *
 * @param data        a directory of our own; each load has one in it
 * @param out         where the report goes
 * @param compareWith the figures of an earlier run, null for none
 * @param arguments   of {@code up}, all but the data directory
 * @param processes   names of the stages' processes
 * @param facts       that the report begins with
 * @param loads       none where only scale is asked for, whose own bench is then the only one
 */
public record BenchPlan(Path data, Path out, Path compareWith, List<String> arguments, List<String> processes, Map<String, String> facts,
                        List<HoleLoad> loads, ScalePlan scale, boolean withBenches, boolean quick) {
    private static final int WARM_UP_SECONDS = 10;
    private static final int QUICK_WARM_UP_SECONDS = 5;

    int warmUpSeconds() {
        return quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS;
    }
}
