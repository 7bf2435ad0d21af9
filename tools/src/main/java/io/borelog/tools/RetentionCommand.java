package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.stage.StageLock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Removes journal files beyond the configured limits that nobody needs, says of each sealed file what becomes of it and why; and models
 * that no record names any more.
 */
@Command(description = "Removes journal files beyond retention.age, retention.size and retention.records that nobody needs.")
final class RetentionCommand implements Callable<Integer> {
    static final String LOCK = "retention";

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--dry-run", description = "say what would go, remove nothing")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final Instant now = Instant.now();
        try (StageLock lock = StageLock.take(borelog.data(), LOCK);
            Retention retention = new Retention(data, borelog.settings());
            Output out = borelog.output()) {
            final List<Retention.Verdict> plan = retention.plan(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
            for (final Retention.Verdict file : plan) {
                show(out, file);
            }
            if (!dryRun) {
                retention.apply(plan);
            }
            for (final ModelRef model : dryRun ? retention.models() : retention.applyToModels()) {
                show(out, model);
            }
        }
        return ExitCode.OK.code();
    }

    private void show(final Output out, final ModelRef model) {
        if (borelog.json()) {
            out.object(json -> {
                json.writeStringField("model", model.name());
                json.writeStringField("pin", model.pin());
                json.writeBooleanField("remove", true);
            });
        } else {
            out.line("%-12s model %s: no record names it any more".formatted(gone(), model.shortText()));
        }
    }

    private String gone() {
        return dryRun ? "would remove" : "removed";
    }

    private void show(final Output out, final Retention.Verdict file) {
        final String verb = file.remove() ? gone() : "kept";
        if (borelog.json()) {
            out.object(json -> {
                json.writeStringField("journal", file.journal());
                json.writeStringField("file", file.cycle().file().getFileName().toString());
                json.writeNumberField("bytes", file.bytes());
                json.writeStringField("newest", WallTime.text(file.cycle().lastWallTimeNs()));
                json.writeBooleanField("remove", file.remove());
                json.writeStringField("why", file.why());
            });
        } else {
            out.line("%-12s %s %s %,d bytes, newest %s: %s".formatted(verb, file.journal(), file.cycle().file().getFileName(), file.bytes(),
                WallTime.text(file.cycle().lastWallTimeNs()), file.why()));
        }
    }
}
