package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The whole pipeline: every stage as a child process, supervised until SIGTERM or ctrl-c. */
@Command(description = "Runs all stages as child processes and starts again what dies.")
final class UpCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Option(names = "--stop-with-stdin", hidden = true)
    private boolean stopWithStdin;

    /** To be filled by picocli. */
    UpCommand() {
    }

    UpCommand(final Borelog borelog, final boolean stopWithStdin) {
        this.borelog = borelog;
        this.stopWithStdin = stopWithStdin;
    }

    @Override
    public Integer call() {
        final Settings settings = borelog.settings();
        if (stopWithStdin) {
            EndOfInput.exit();
        }
        final Path data = borelog.data();
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new StageException(ExitCode.DISK, "data path " + data + " is not a directory");
        }
        Journals.registerExitHooks(); // a SIGTERM before the shadow is first looked for is a stop like any other
        try (StageLock lock = StageLock.take(data, "up")) {
            final Supervisor supervisor = new Supervisor(
                data, Stages.processes(data, settings.number(Setting.INFER_WORKERS)), borelog.arguments(data));
            try (RetentionTimer retention = RetentionTimer.start(data, settings);
                ExitOnSignal signal = ExitOnSignal.install(supervisor::stop, supervisor.stopLimitSeconds())) {
                return supervisor.run(this::announce);
            }
        }
    }

    private void announce(final String line) {
        try (Output out = borelog.output()) {
            out.line(line);
        }
    }
}
