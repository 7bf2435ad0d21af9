package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks that the bytes on disk are what was written; names journal, index and reason; exit 4 where they are not. */
@Command(description = "Checks CRCs and sequence of journals, of all where none is named.")
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Parameters(paramLabel = "JOURNAL", arity = "0..*")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final List<String> journals = names.isEmpty()
            ? data.journals() : names.stream().flatMap(name -> data.resolve(name).stream()).distinct().toList();
        final List<Verification> all = journals.stream().map(journal -> Verification.of(data, journal)).toList();
        final boolean ok = all.stream().allMatch(one -> one.problemCount() == 0);
        try (Output out = borelog.output()) {
            if (borelog.json()) {
                out.object(json -> write(json, all, ok));
            } else {
                all.forEach(one -> print(out, one));
            }
        }
        return ok ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    private static void print(final Output out, final Verification one) {
        for (final Verification.Problem problem : one.problems()) {
            out.line("journal " + one.journal() + " index 0x" + Long.toHexString(problem.index()) + ": " + problem.reason());
        }
        out.line("%s: %d records, %s".formatted(one.journal(), one.records(),
            one.problemCount() == 0 ? "ok" : one.problemCount() + " problems"));
    }

    private static void write(final JsonGenerator json, final List<Verification> all, final boolean ok) throws IOException {
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
    }
}
