package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.stage.StageLock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Removes journal files beyond the configured limits that nobody needs; says of each sealed file what becomes of it and why. */
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
        }
        return ExitCode.OK.code();
    }

    private void show(final Output out, final Retention.Verdict file) {
        final String verb = file.remove() ? dryRun ? "would remove" : "removed" : "kept";
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
