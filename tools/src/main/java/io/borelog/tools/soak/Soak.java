package io.borelog.tools.soak;

import io.borelog.tools.load.HoleLoad;
import io.borelog.tools.load.LoadRun;
import io.borelog.tools.load.Subscriptions;
import io.borelog.tools.torture.Launcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The same load for a long time, in windows: what leaks or ages shows between the first and the last of them. The command's thread.
 *
 * @param data          of our own
 * @param arguments     of {@code up}, all but the data directory: retention by size among them
 * @param processes     names of the stages' processes
 * @param rate          messages a second, three a hole of 270 kB
 * @param windows       so many
 * @param windowSeconds each
 */
public record Soak(Path data, List<String> arguments, List<String> processes, int rate, int windows, int windowSeconds) {
    /** @param diskUse bytes that a directory takes */
    public SoakReport run(final Launcher launcher, final Subscriptions subscriptions, final ToLongFunction<Path> diskUse) throws Exception {
        final List<SoakWindow> taken = new ArrayList<>();
        new LoadRun(launcher, subscriptions, HoleLoad.steady(rate, windows, windowSeconds), windowSeconds)
            .run(data, arguments, processes, result -> taken.add(SoakWindow.of(result, diskUse.applyAsLong(data))));
        return new SoakReport(rate, windows, windowSeconds, taken);
    }
}
