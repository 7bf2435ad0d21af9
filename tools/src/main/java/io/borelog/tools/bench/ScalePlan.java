package io.borelog.tools.bench;

import io.borelog.journal.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Along which axes to look how cost grows.
 *
 * @param steps    ascending, by axis, in the order to be measured; empty for nothing
 * @param seconds  of each rate
 * @param settings that the pipelines have
 * @param diskUse  bytes that a directory takes
 */
public record ScalePlan(Map<ScaleAxis, List<Long>> steps, int seconds, Settings settings, ToLongFunction<Path> diskUse) {
}
