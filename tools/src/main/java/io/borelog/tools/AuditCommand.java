package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.config.Setting;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Proves that nothing was dropped silently; exit 1 where something is unaccounted for, 4 where a record cannot be read. */
@Command(description = "Says where every accepted message is, taken at one position of inbound.")
final class AuditCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    private int corrupt;

    @Override
    public Integer call() {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final Audit audit = Audit.take(data, !borelog.settings().text(Setting.PUBLISH_BROKER).isEmpty(), ex -> {
            corrupt++;
            System.err.println("borelog audit: " + ex.getMessage());
        });
        try (Output out = borelog.output()) {
            report(audit, out, borelog.json());
        }
        if (audit.unaccounted() != 0) {
            return ExitCode.CHECK_FAILED.code();
        }
        return corrupt == 0 ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    static void report(final Audit audit, final Output out, final boolean asJson) {
        if (asJson) {
            out.object(json -> {
                json.writeObjectFieldStart("messages");
                json.writeNumberField("accepted", audit.accepted());
                json.writeNumberField("used", audit.used());
                json.writeNumberField("duplicate", audit.duplicate());
                json.writeNumberField("ignored", audit.ignored());
                json.writeNumberField("dead_letter", audit.deadLetter());
                json.writeNumberField("pending", audit.pending());
                json.writeNumberField("unaccounted", audit.unaccounted());
                json.writeEndObject();
                json.writeObjectFieldStart("holes");
                json.writeNumberField("matched", audit.matched());
                json.writeNumberField("estimated", audit.estimated());
                json.writeNumberField("failed", audit.failed());
                json.writeNumberField("delivered", audit.delivered());
                json.writeEndObject();
            });
        } else {
            out.line("messages: %d accepted = %d used + %d duplicate + %d ignored + %d dead letters + %d pending + %d unaccounted".formatted(
                audit.accepted(), audit.used(), audit.duplicate(), audit.ignored(), audit.deadLetter(), audit.pending(),
                audit.unaccounted()));
            out.line("holes:    %d matched, %d estimated, %d failed, %d delivered".formatted(
                audit.matched(), audit.estimated(), audit.failed(), audit.delivered()));
        }
    }
}
