package io.borelog.tools.torture;

import java.nio.file.Path;
import java.util.List;

/**
 * What to do to whom.
 *
 * @param data           the pipeline's data directory
 * @param work           where logs go
 * @param processes      names of the stages' processes
 * @param victims        what is killed: names of processes, {@link Torture#WHOLE}, {@link Torture#SUPERVISOR}; empty for all of it
 * @param settings       {@code --config} and {@code --set} options of the pipeline
 * @param kills          moments of killing, at most
 * @param seconds        time for killing, at most
 * @param holesPerSecond load
 */
public record TorturePlan(
    Path data, Path work, List<String> processes, List<String> victims, List<String> settings, int kills, int seconds, long seed,
    double holesPerSecond) {
}
