package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.json.EstimateJson;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.agrona.DirectBuffer;

/** One record as the fields of a flat JSON object: what {@code tail --json} says. Flyweights are reused; one thread. */
final class RecordFields {
    private final MessageRecord message = new MessageRecord();
    private final HoleRecord hole = new HoleRecord();
    private final EstimateRecord estimate = new EstimateRecord();
    private final DispositionRecord disposition = new DispositionRecord();
    private final OutRecord out = new OutRecord();
    private final RedriveRecord redrive = new RedriveRecord();
    private final EpochRecord epoch = new EpochRecord();

    void write(final JsonGenerator json, final String journal, final RecordView record) throws IOException {
        final RecordKind kind = record.kind();
        final long origin = record.header().originSeq();
        json.writeStringField("journal", journal);
        json.writeNumberField("index", record.index());
        json.writeNumberField("seq", record.seq());
        json.writeStringField("kind", name(kind));
        if (origin == Seq.NONE) {
            json.writeNullField("origin");
            json.writeNullField("origin_ordinal");
        } else {
            json.writeNumberField("origin", origin);
            json.writeNumberField("origin_ordinal", record.header().originOrdinal());
        }
        json.writeNumberField("journal_time", record.header().journalTimeNs());
        json.writeStringField("wall_time", WallTime.text(record.header().wallTimeNs()));
        if (kind != null) {
            writeOwn(json, kind, record);
        }
    }

    /** A newer program may have written kinds that this one does not know. */
    static String name(final RecordKind kind) {
        return kind == null ? "UNKNOWN" : kind.name();
    }

    private void writeOwn(final JsonGenerator json, final RecordKind kind, final RecordView record) throws IOException {
        switch (kind) {
            case OPEN, HEAD -> {
                epoch.wrap(record);
                json.writeNumberField("last_seq", epoch.lastSeq());
                json.writeNumberField("last_origin", epoch.lastOriginSeq());
                json.writeNumberField("last_origin_ordinal", epoch.lastOriginOrdinal());
                json.writeNumberField("pid", epoch.pid());
                json.writeStringField("config", epoch.config());
            }
            case CONFIG -> json.writeStringField("config", Texts.get(record.payload(), record.payloadOffset()));
            case MESSAGE -> {
                message.wrap(record);
                json.writeStringField("topic", message.topic());
                json.writeStringField("client", message.clientId());
                json.writeNumberField("qos", message.qos());
                json.writeBooleanField("retain", message.retain());
                json.writeBooleanField("dup", message.dup());
                json.writeNumberField("packet_id", message.packetId());
                writePayload(json, message.buffer(), message.bodyOffset(), message.bodyLength());
            }
            case REDRIVE -> json.writeNumberField("message", redrive.wrap(record).messageSeq());
            case HOLE, UNMATCHED -> writeHole(json, record);
            case DISPOSITION -> {
                disposition.wrap(record);
                json.writeNumberField("message", disposition.messageSeq());
                json.writeStringField("disposition",
                    disposition.disposition() == DispositionRecord.DUPLICATE ? "duplicate" : "dead_letter");
                json.writeStringField("reason", disposition.reason());
                json.writeStringField("detail", disposition.detail());
                json.writeStringField("topic", disposition.topic());
            }
            case ESTIMATE -> {
                EstimateJson.writeFields(json, estimate.wrap(record), record.header().originSeq(), record.header().originOrdinal());
                json.writeStringField("runtime", estimate.runtime()); // no part of the message: it is about this host
            }
            case OUT -> {
                out.wrap(record);
                json.writeStringField("topic", out.topic());
                json.writeNumberField("number", out.number());
                json.writeNumberField("count", out.count());
                writePayload(json, out.buffer(), out.bodyOffset(), out.bodyLength());
            }
            default -> json.writeNumberField("payload_bytes", record.payloadLength());
        }
    }

    private void writeHole(final JsonGenerator json, final RecordView record) throws IOException {
        hole.wrap(record);
        json.writeStringField("toolbox", hole.toolbox());
        json.writeStringField("tool", hole.tool());
        json.writeStringField("machineId", hole.machineId());
        json.writeStringField("resultId", hole.resultId());
        json.writeStringField("headId", hole.headId());
        json.writeStringField("sourceTimestamp", hole.sourceTimestamp());
        json.writeStringField("reason", hole.reason());
        json.writeNumberField("samples", hole.sampleCount());
        json.writeNumberField("steps", hole.stepCount());
        json.writeNumberField("result", hole.resultSeq());
        json.writeNumberField("trace", hole.traceSeq());
        json.writeNumberField("heads", hole.headsSeq());
    }

    private static void writePayload(final JsonGenerator json, final DirectBuffer buffer, final int offset, final int length)
        throws IOException {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        json.writeNumberField("payload_bytes", length);
        try {
            json.writeStringField("payload", UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (final CharacterCodingException ex) {
            json.writeStringField("payload", Base64.getEncoder().encodeToString(bytes));
            json.writeStringField("payload_encoding", "base64");
        }
    }
}
