package io.borelog.tools;

import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.ExitCode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Messages that were not worked on, with the reason. */
@Command(description = "Shows the messages that were not worked on.")
final class DeadLettersCommand implements Runnable {
    @ParentCommand
    private Borelog borelog;

    @Spec
    private CommandSpec spec;

    private int corrupt;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "deadletters needs: list");
    }

    @Command(name = "list", description = "Every dead letter: when, which message, topic, reason.")
    int list() {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final DispositionRecord disposition = new DispositionRecord();
        try (Output out = borelog.output();
            MergedReader reader = new MergedReader(data, List.of(Journals.MATCHED), this::tellCorrupt)) {
            while (reader.next(false)) {
                if (reader.record().kind() == RecordKind.DISPOSITION
                    && disposition.wrap(reader.record()).disposition() == DispositionRecord.DEAD_LETTER) {
                    show(out, disposition, reader.record().header().wallTimeNs());
                }
            }
        }
        return corrupt == 0 ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    private void show(final Output out, final DispositionRecord letter, final long wallTimeNs) {
        if (borelog.json()) {
            out.object(json -> {
                json.writeNumberField("message", letter.messageSeq());
                json.writeStringField("wall_time", WallTime.text(wallTimeNs));
                json.writeStringField("topic", letter.topic());
                json.writeStringField("reason", letter.reason());
                json.writeStringField("detail", letter.detail());
            });
        } else {
            out.line(WallTime.text(wallTimeNs) + " " + Seq.text(letter.messageSeq()) + " " + letter.topic() + " " + letter.reason()
                + (letter.detail() == null ? "" : ": " + letter.detail()));
        }
    }

    private void tellCorrupt(final CorruptRecordException ex) {
        corrupt++;
        System.err.println("borelog deadletters: " + ex.getMessage() + ", skipped");
    }
}
