package io.borelog.tools;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;

/** Loads what a stage loads at start, for the archive of classes that the build leaves: run by {@code ./borelog}, never by people. */
@Command(hidden = true, description = "Loads the classes of a start.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Settings.defaults();
        ServiceLoader.load(StageModule.class).forEach(StageModule::name);
        try (ScratchDirectory scratch = ScratchDirectory.create();
            StageFile stageFile = StageFile.create(StageFile.path(scratch.path(), "warm-up"), 0)) {
            writeAndRead(scratch.path(), stageFile);
        }
        return 0;
    }

    private static void writeAndRead(final Path data, final StageFile stageFile) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
        try (JournalAppender appender = Journals.append(data, "warm-up", 1 << 20, Durability.PAGE_CACHE, stageFile, () -> 1);
            JournalTailer tailer = Journals.tail(data, "warm-up", stageFile::limit)) {
            appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, payload.capacity());
            appender.commit();
            while (tailer.next()) {
                tailer.record().length();
            }
        }
    }
}
