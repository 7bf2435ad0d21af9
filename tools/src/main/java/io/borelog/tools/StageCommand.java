package io.borelog.tools;

import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** One stage in the foreground: what systemd and {@code up} run. Ends with SIGTERM, or with its supervisor where it has one. */
@Command(description = "Runs this stage in the foreground until SIGTERM.")
class StageCommand implements Callable<Integer> {
    private final String stage;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--stop-with-stdin", hidden = true)
    private boolean stopWithStdin;

    int worker;

    StageCommand(final Borelog borelog, final String stage, final int worker, final boolean stopWithStdin) {
        this.borelog = borelog;
        this.stage = stage;
        this.worker = worker;
        this.stopWithStdin = stopWithStdin;
    }

    /** To be filled by picocli. */
    static StageCommand of(final String stage) {
        return stage.equals(StageName.INFER) ? new Infer() : new StageCommand(null, stage, 0, false);
    }

    @Override
    public Integer call() {
        final StageModule module = Stages.module(stage);
        if (stopWithStdin) {
            EndOfInput.exit();
        }
        return StageRunner.run(module, borelog.data(), borelog.settings(), worker);
    }

    /** With the number of the worker. */
    @Command
    static final class Infer extends StageCommand {
        private Infer() {
            super(null, StageName.INFER, 0, false);
        }

        /** Without a default of picocli, which would come behind {@code --shadow}. */
        @Option(names = "--worker", paramLabel = "K", description = "number of the worker, from 0; 0 unless given")
        private void worker(final int number) {
            worker = number;
        }

        @Option(names = "--shadow", description = "answers for nobody: the model in shadow, into a journal of its own")
        private void shadow(final boolean isShadow) {
            worker = isShadow ? StageName.SHADOW : worker;
        }
    }
}
