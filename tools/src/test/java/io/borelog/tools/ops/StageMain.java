package io.borelog.tools.ops;

import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * One stage as a process, as the command line runs it: for tests that signal it and read what it tells its supervisor.
 * Arguments: stage, data directory, settings as key=value.
 */
final class StageMain {
    private StageMain() {
    }

    public static void main(final String[] args) {
        for (final StageModule module : ServiceLoader.load(StageModule.class)) {
            if (module.name().equals(args[0])) {
                System.exit(StageRunner.run(module, Path.of(args[1]), Settings.load(null, List.of(args).subList(2, args.length)), 0));
            }
        }
        throw new IllegalArgumentException("no stage " + args[0] + " on the class path");
    }
}
