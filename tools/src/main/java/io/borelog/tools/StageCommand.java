package io.borelog.tools;

import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One stage in the foreground: what systemd and {@code up} run. Ends with SIGTERM, or with its supervisor where it has one. */
@Command(description = "Runs this stage in the foreground until SIGTERM.")
class StageCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Spec
    private CommandSpec spec;

    @Option(names = "--stop-with-stdin", hidden = true)
    private boolean stopWithStdin;

    static StageCommand of(final String stage) {
        return stage.equals(StageName.INFER) ? new Infer() : new StageCommand();
    }

    @Override
    public Integer call() {
        final StageModule module = Stages.module(spec.name());
        if (stopWithStdin) {
            EndOfInput.exit();
        }
        return StageRunner.run(module, borelog.data(), borelog.settings(), instance());
    }

    int instance() {
        return 0;
    }

    /** With the number of the worker. */
    @Command
    static final class Infer extends StageCommand {
        @Option(names = "--worker", paramLabel = "K", defaultValue = "0", description = "number of the worker, from 0")
        private int worker;

        @Option(names = "--shadow", description = "answers for nobody: the model in shadow, into a journal of its own")
        private boolean shadow;

        @Override
        int instance() {
            return shadow ? StageName.SHADOW : worker;
        }
    }
}
