package io.borelog.tools.torture;

import java.nio.file.Path;
import java.util.List;

/**
 * How often to cut the power, and of what.
 *
 * @param work      where images and logs go; a failure leaves them there
 * @param processes names of the stages' processes
 * @param settings  {@code --config} and {@code --set} options of the pipeline
 */
public record CrashPlan(Path work, List<String> processes, List<String> settings, int cuts, long seed) {
}
