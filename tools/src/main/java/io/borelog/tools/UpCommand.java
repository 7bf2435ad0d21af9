package io.borelog.tools;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import io.borelog.journal.stage.StageLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The whole pipeline: every stage as a child process, supervised until SIGTERM or ctrl-c. */
@Command(description = "Runs all stages as child processes and starts again what dies.")
final class UpCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Override
    public Integer call() {
        final Settings settings = borelog.settings();
        final Path data = borelog.data();
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new StageException(ExitCode.DISK, "data path " + data + " is not a directory");
        }
        try (StageLock lock = StageLock.take(data, "up")) {
            final List<Stages.Process> processes = Stages.processes(data, settings.number(Setting.INFER_WORKERS));
            final Supervisor supervisor = new Supervisor(data, processes, borelog.arguments());
            return supervisor.run(line -> {
                try (Output out = borelog.output()) {
                    out.line(line);
                }
            });
        }
    }
}
