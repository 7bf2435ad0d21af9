package io.borelog.tools;

import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.concurrent.Agent;
import picocli.CommandLine.Command;

/**
 * Opens every stage on empty journals and turns it a few times: what is loaded by that goes into the archive of classes that the build
 * leaves, and a start need not parse it again. Before that each stage may unpack what it needs beside its jar. Run by {@code ./borelog}
 * and by an installation.
 */
@Command(hidden = true, description = "Loads the classes of a start.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int TURNS = 100;

    @Override
    public Integer call() throws Exception {
        final Settings settings = Settings.load(null, List.of("mqtt.port=0", "durability=page-cache"));
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            for (final Stages.Process process : Stages.processes(scratch.path(), 1)) {
                Stages.module(process.stage()).prepare();
                turn(Stages.module(process.stage()), scratch.path(), settings);
            }
        }
        return 0;
    }

    private static void turn(final StageModule module, final Path data, final Settings settings) throws Exception {
        try (StageFile stageFile = StageFile.create(StageFile.path(data, StageName.process(module.name(), 0)), 0)) {
            final Agent agent = module.open(new StageContext(data, settings, 0, stageFile));
            try {
                agent.onStart();
                for (int i = 0; i < TURNS; i++) {
                    agent.doWork();
                }
            } finally {
                agent.onClose();
            }
        }
    }
}
