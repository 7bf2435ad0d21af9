package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Computes matched and estimated again, from inbound and the last snapshot before the stretch; exit 1 where --verify finds a difference.
 * Beside a live pipeline it only reads.
 */
@Command(description = "Computes a stretch of inbound again into another directory, and compares with what was decided.")
final class ReplayCommand implements Callable<Integer> {
    private static final double MB = 1e6;
    private static final long STOP_LIMIT_SECONDS = 20;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--from", paramLabel = "POS", required = true,
        description = "first record of inbound: start, an index, an ISO-8601 instant, or an age such as -5m")
    private String from;

    @Option(names = "--to", paramLabel = "POS", defaultValue = "end", description = "last record, itself included; the end there is now")
    private String to;

    @Option(names = "--into", paramLabel = "DIR", required = true, description = "a new or empty directory for what is computed")
    private Path into;

    @Option(names = "--verify", description = "compare with the journals of the data directory")
    private boolean verify;

    @Option(names = "--model", paramLabel = "NAME_OR_FOLDER",
        description = "another model answers; what would have been different goes to DIR/report.json and DIR/report.html")
    private String model;

    private volatile boolean running = true;

    @Override
    public Integer call() throws Exception {
        final long nowNs = WallTime.nowNs();
        final DataDirectory data = new DataDirectory(borelog.data());
        final Position begin = Position.parse(from, nowNs);
        final Position end = Position.parse(to, nowNs);
        data.resolve(Journals.INBOUND);
        try (Lease lease = Lease.take(data.path(), "replay", Journals.INBOUND, Seq.NONE)) { // what it looks up may be older than any snapshot
            data.requireNotRemoved(Journals.INBOUND, begin);
            return replay(data, Stretch.find(data, begin, end));
        }
    }

    private int replay(final DataDirectory data, final Stretch stretch) throws Exception {
        if (verify && model != null) {
            throw new StageException(ExitCode.USAGE, "--verify compares with what was decided, --model decides otherwise: one of both");
        }
        requireEmpty();
        final OtherModel other = model == null ? null : new OtherModel(data, into, borelog.settings(), model);
        final Replay replay = new Replay(data, into, borelog.settings(), stretch, other == null ? null : other.model());
        try (ExitOnSignal signal = ExitOnSignal.install(() -> running = false, STOP_LIMIT_SECONDS); Output out = borelog.output()) {
            if (!replay.run(this::tell, () -> running)) {
                return ExitCode.OK.code();
            }
            final Comparison comparison = replay.compare(verify);
            final String digest = comparison.digest();
            if (other != null) {
                other.compare(stretch);
                other.write(facts(stretch, digest));
            }
            if (borelog.json()) {
                out.object(json -> write(json, stretch, replay, comparison, digest, other));
            } else {
                print(out, stretch, replay, comparison, digest);
                if (other != null) {
                    DifferencesText.print(out, other.ref().shortText(), other.differences());
                    out.line("see " + into.resolve(OtherModel.PAGE) + " and " + OtherModel.JSON + " beside it");
                }
            }
            return (comparison.differenceCount() == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED).code();
        }
    }

    private Map<String, String> facts(final Stretch stretch, final String digest) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data", borelog.data().toString());
        facts.put("from", "0x" + Long.toHexString(stretch.fromIndex()));
        facts.put("to", "0x" + Long.toHexString(stretch.toIndex()));
        facts.put("digest", digest);
        return facts;
    }

    private void requireEmpty() throws IOException {
        if (Files.exists(into)) {
            if (!Files.isDirectory(into)) {
                throw new StageException(ExitCode.USAGE, "--into is no directory: " + into);
            }
            try (Stream<Path> files = Files.list(into)) {
                if (files.findAny().isPresent()) {
                    throw new StageException(ExitCode.USAGE, "--into must be new or empty: " + into);
                }
            }
        }
        try {
            Files.createDirectories(into);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot create " + into + ": " + ex.getMessage(), ex);
        }
    }

    private void tell(final long records, final long left, final long bytes, final double seconds) {
        System.err.println(String.format(Locale.ROOT, "borelog replay: %d of %d records, %.0f MB/s, %.0f s left",
            records, records + left, bytes / MB / seconds, records == 0 ? 0 : left * seconds / records));
    }

    private void print(
        final Output out, final Stretch stretch, final Replay replay, final Comparison comparison, final String digest) {
        out.line(String.format(Locale.ROOT, "inbound 0x%x to 0x%x into %s: %d holes, %d estimates from %d records, %.1f s, %.0f holes/s, "
            + "%.0f MB/s", stretch.fromIndex(), stretch.toIndex(), into, comparison.holes(), comparison.estimates(), replay.records(),
            replay.seconds(), comparison.holes() / replay.seconds(), replay.bytes() / MB / replay.seconds()));
        out.line("digest sha256 " + digest);
        if (!verify) {
            return;
        }
        for (final Comparison.Difference one : comparison.differences()) {
            out.line("difference in " + one.journal() + " on inbound " + Seq.text(one.originSeq()) + "/" + one.originOrdinal()
                + (one.atByte() < 0 ? "" : " at byte " + one.atByte()));
            out.line("  was " + (one.live() == null ? "nothing" : one.live()));
            out.line("  is  " + (one.replayed() == null ? "nothing" : one.replayed()));
        }
        out.line(comparison.differenceCount() + " differences in " + comparison.compared() + " decisions"
            + (comparison.notCompared() == 0 ? "" : ", " + comparison.notCompared() + " that the pipeline has not come to"));
    }

    private void write(
        final JsonGenerator json, final Stretch stretch, final Replay replay, final Comparison comparison, final String digest,
        final OtherModel other) throws IOException {
        json.writeNumberField("from", stretch.fromIndex());
        json.writeNumberField("to", stretch.toIndex());
        json.writeNumberField("records", replay.records());
        json.writeNumberField("holes", comparison.holes());
        json.writeNumberField("estimates", comparison.estimates());
        json.writeStringField("digest", digest);
        json.writeNumberField("bytes", replay.bytes());
        json.writeNumberField("seconds", replay.seconds());
        json.writeBooleanField("verified", verify);
        json.writeNumberField("compared", comparison.compared());
        json.writeNumberField("not_compared", comparison.notCompared());
        json.writeNumberField("difference_count", comparison.differenceCount());
        if (other != null) {
            json.writeStringField("model", other.ref().toString());
            json.writeStringField("page", into.resolve(OtherModel.PAGE).toString());
            json.writeObjectFieldStart("would_be");
            other.differences().write(json);
            json.writeEndObject();
        }
        json.writeArrayFieldStart("differences");
        for (final Comparison.Difference one : comparison.differences()) {
            json.writeStartObject();
            json.writeStringField("journal", one.journal());
            json.writeNumberField("origin", one.originSeq());
            json.writeNumberField("origin_ordinal", one.originOrdinal());
            json.writeStringField("live", one.live());
            json.writeStringField("replayed", one.replayed());
            json.writeNumberField("at_byte", one.atByte());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
