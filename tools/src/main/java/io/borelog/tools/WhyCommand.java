package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Texts;
import io.borelog.tools.Lineage.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows where an estimate is from: the raw messages, the hole they were joined to, the worker, and what was told whom. */
@Command(description = "Shows the lineage of an estimate, back to the raw messages.")
final class WhyCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Parameters(paramLabel = "ESTIMATE_ID", arity = "0..1", description = "the estimateId of the estimate message")
    private String id;

    @Option(names = "--tool", paramLabel = "TOOLBOX/TOOL", description = "instead of an id, with --result")
    private String tool;

    @Option(names = "--result", paramLabel = "ID", description = "the tool's ResultId")
    private String result;

    private final RecordFields fields = new RecordFields();
    private final RecordText text = new RecordText();
    private final MessageRecord message = new MessageRecord();
    private final OutRecord out = new OutRecord();
    private final EstimateRecord estimate = new EstimateRecord();
    private Lineage lineage;
    private int corrupt;

    @Override
    public Integer call() {
        final Predicate<EstimateRecord> wanted = wanted();
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        lineage = new Lineage(data);
        final List<Place> places = lineage.find(wanted, ex -> {
            corrupt++;
            System.err.println("borelog why: " + ex.getMessage() + ", skipped");
        });
        if (places.isEmpty()) {
            throw new StageException(ExitCode.NOT_FOUND,
                id == null ? "no estimate of " + tool + " with result " + result : "no estimate " + id);
        }
        try (Output output = borelog.output()) {
            for (final Place place : places) {
                lineage.at(place, record -> {
                    estimate.wrap(record);
                    if (borelog.json()) {
                        output.object(json -> write(json, place, record));
                    } else {
                        print(output, place, record);
                    }
                });
            }
        }
        return corrupt == 0 ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    private Predicate<EstimateRecord> wanted() {
        if (id != null ? tool != null || result != null : tool == null || result == null) {
            throw new StageException(ExitCode.USAGE, "either an ESTIMATE_ID or --tool and --result must be given");
        }
        if (id != null) {
            return one -> id.equals(one.estimateId());
        }
        return one -> result.equals(one.resultId()) && tool.equals(one.toolbox() + "/" + one.tool());
    }

    private void print(final Output output, final Place place, final RecordView record) {
        final long originSeq = record.header().originSeq();
        final int originOrdinal = record.header().originOrdinal();
        output.line("estimate  " + estimate.estimateId());
        output.line("          " + place.journal() + " " + text.line(record) + ", model " + estimate.modelName() + ", process "
            + lineage.writerOf(place.journal(), record.seq()));
        if (estimate.runtime() != null) {
            output.line("runtime   " + estimate.runtime());
        }
        if (!lineage.matched(originSeq, originOrdinal, hole -> output.line("hole      matched " + text.line(hole)))) {
            output.line("hole      matched has it no more");
        }
        printMessage(output, "result    ", estimate.resultSeq());
        printMessage(output, "trace     ", estimate.traceSeq());
        printMessage(output, "heads     ", estimate.headsSeq());
        lineage.told(originSeq, originOrdinal, told -> {
            if (told.kind() == RecordKind.OUT) {
                output.line("told      outbound " + text.line(told));
            } else {
                final String refusal = refusal(told, originSeq, originOrdinal);
                output.line((refusal == null ? "delivered " : "refused   ") + WallTime.text(told.header().wallTimeNs())
                    + (refusal == null ? "" : " " + refusal));
            }
        });
    }

    private void printMessage(final Output output, final String name, final long seq) {
        final Lineage.Missing missing = seq == 0 ? null
            : lineage.message(seq, record -> output.line(name + "inbound " + text.line(record) + " crc " + crc(record)));
        if (missing != null) {
            output.line(name + missing.why());
            corrupt += missing.corrupt() ? 1 : 0;
        }
    }

    private void write(final JsonGenerator json, final Place place, final RecordView record) throws IOException {
        final long originSeq = record.header().originSeq();
        final int originOrdinal = record.header().originOrdinal();
        json.writeObjectFieldStart("estimate");
        fields.write(json, place.journal(), record);
        json.writeNumberField("pid", lineage.writerOf(place.journal(), record.seq()));
        json.writeEndObject();
        json.writeFieldName("matched");
        if (!lineage.matched(originSeq, originOrdinal, hole -> object(json, () -> fields.write(json, "matched", hole)))) {
            json.writeNull();
        }
        json.writeArrayFieldStart("messages");
        writeMessage(json, "result", estimate.resultSeq());
        writeMessage(json, "trace", estimate.traceSeq());
        writeMessage(json, "heads", estimate.headsSeq());
        json.writeEndArray();
        json.writeArrayFieldStart("told");
        final boolean[] covered = new boolean[1];
        lineage.told(originSeq, originOrdinal, told -> {
            unchecked(() -> {
                if (told.kind() == RecordKind.OUT) {
                    object(json, () -> writeOut(json, told));
                } else {
                    covered[0] = true;
                    json.writeEndArray();
                    json.writeObjectFieldStart("delivered");
                    writePlace(json, told);
                    json.writeStringField("refused", refusal(told, originSeq, originOrdinal));
                    json.writeEndObject();
                }
            });
        });
        if (!covered[0]) {
            json.writeEndArray();
            json.writeNullField("delivered");
        }
    }

    private void writeMessage(final JsonGenerator json, final String part, final long seq) throws IOException {
        if (seq == 0) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("part", part);
        json.writeStringField("journal", "inbound");
        final Lineage.Missing missing = lineage.message(seq, record -> unchecked(() -> {
            writePlace(json, record);
            message.wrap(record);
            json.writeStringField("crc", crc(record));
            json.writeStringField("client", message.clientId());
            json.writeStringField("topic", message.topic());
            json.writeNumberField("qos", message.qos());
            json.writeNumberField("payload_bytes", message.bodyLength());
        }));
        if (missing != null) {
            json.writeNullField("index");
            json.writeNumberField("seq", seq);
            json.writeStringField("missing", missing.why());
            corrupt += missing.corrupt() ? 1 : 0;
        }
        json.writeEndObject();
    }

    private static String crc(final RecordView record) {
        return HexFormat.of().toHexDigits(record.header().crc());
    }

    private void writeOut(final JsonGenerator json, final RecordView record) throws IOException {
        writePlace(json, record);
        out.wrap(record);
        json.writeStringField("topic", out.topic());
        json.writeNumberField("number", out.number());
        json.writeNumberField("count", out.count());
        json.writeNumberField("payload_bytes", out.bodyLength());
    }

    private static void writePlace(final JsonGenerator json, final RecordView record) throws IOException {
        json.writeNumberField("index", record.index());
        json.writeNumberField("seq", record.seq());
        json.writeStringField("wall_time", WallTime.text(record.header().wallTimeNs()));
    }

    /** Of a DELIVERED that speaks of this very origin; one that covers it from further on says nothing about it but that it is done. */
    private static String refusal(final RecordView delivered, final long originSeq, final int originOrdinal) {
        return delivered.payloadLength() > 0 && delivered.header().originSeq() == originSeq
            && delivered.header().originOrdinal() == originOrdinal ? Texts.get(delivered.payload(), delivered.payloadOffset()) : null;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void object(final JsonGenerator json, final Writing own) {
        unchecked(() -> {
            json.writeStartObject();
            own.run();
            json.writeEndObject();
        });
    }

    private static void unchecked(final Writing writing) {
        try {
            writing.run();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
