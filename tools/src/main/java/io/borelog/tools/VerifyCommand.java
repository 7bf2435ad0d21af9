package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.Salvage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Checks that the bytes on disk are what was written; names journal, index and reason; exit 4 where they are not. With {@code --repair},
 * while no stage runs, also makes them of use again, see {@link Repair}, and judges what is there afterwards.
 */
@Command(description = "Checks CRCs and sequence of journals, of all where none is named; --repair while the pipeline is down.")
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Parameters(paramLabel = "JOURNAL", arity = "0..*")
    private List<String> names = new ArrayList<>();

    @Option(names = "--repair", description = "quarantine what is damaged, so that the next start goes on with the rest")
    private boolean repair;

    @Option(names = "--dry-run", description = "with --repair: say what would be done, change nothing")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        if (dryRun && !repair) {
            throw new StageException(ExitCode.USAGE, "--dry-run goes with --repair: verify alone changes nothing");
        }
        if (!repair) {
            return verify(data, null);
        }
        try (Repair offline = new Repair(data, borelog.settings(), dryRun)) {
            return verify(data, offline);
        }
    }

    private int verify(final DataDirectory data, final Repair offline) {
        final List<String> journals = names.isEmpty()
            ? data.journals() : names.stream().flatMap(name -> data.resolve(name).stream()).distinct().toList();
        final List<Verification> all = verifications(data, journals);
        final List<Repair.Action> actions = offline == null ? null : offline.run(all);
        final boolean ok = isOk(actions == null || actions.isEmpty() || dryRun ? all : verifications(data, journals));
        try (Output out = borelog.output()) {
            if (borelog.json()) {
                out.object(json -> write(json, all, ok, actions));
            } else {
                all.forEach(one -> print(out, one));
                if (actions != null) {
                    actions.forEach(action -> out.line("repair: " + action.journal() + ": " + action.what()
                        + (action.quarantine() == null ? "" : "; the old one is kept as " + action.quarantine())));
                }
            }
        }
        return ok ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    private static List<Verification> verifications(final DataDirectory data, final List<String> journals) {
        return journals.stream().map(journal -> Verification.of(data, journal)).toList();
    }

    private static boolean isOk(final List<Verification> all) {
        return all.stream().allMatch(one -> one.problemCount() == 0);
    }

    private static void print(final Output out, final Verification one) {
        for (final Verification.Problem problem : one.problems()) {
            out.line("journal " + one.journal() + " index 0x" + Long.toHexString(problem.index()) + ": " + problem.reason());
        }
        out.line("%s: %d records, %s".formatted(one.journal(), one.records(),
            one.problemCount() == 0 ? "ok" : one.problemCount() + " problems"));
    }

    private static void write(final JsonGenerator json, final List<Verification> all, final boolean ok, final List<Repair.Action> actions)
        throws IOException {
        json.writeBooleanField("ok", ok);
        json.writeArrayFieldStart("journals");
        for (final Verification one : all) {
            json.writeStartObject();
            json.writeStringField("name", one.journal());
            json.writeNumberField("records", one.records());
            json.writeNumberField("first_index", one.firstIndex());
            json.writeNumberField("last_index", one.lastIndex());
            json.writeNumberField("problem_count", one.problemCount());
            json.writeArrayFieldStart("problems");
            for (final Verification.Problem problem : one.problems()) {
                json.writeStartObject();
                json.writeNumberField("index", problem.index());
                json.writeStringField("reason", problem.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        if (actions != null) {
            writeRepairs(json, actions);
        }
    }

    private static void writeRepairs(final JsonGenerator json, final List<Repair.Action> actions) throws IOException {
        json.writeArrayFieldStart("repairs");
        for (final Repair.Action action : actions) {
            json.writeStartObject();
            json.writeStringField("journal", action.journal());
            json.writeStringField("what", action.what());
            json.writeArrayFieldStart("lost");
            for (final Salvage.Lost gap : action.lost()) {
                json.writeStartObject();
                json.writeNumberField("from", gap.fromSeq());
                json.writeNumberField("to", gap.toSeq());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("quarantine", action.quarantine() == null ? null : action.quarantine().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
