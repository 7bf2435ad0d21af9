package io.borelog.tools;

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
import java.util.Locale;
import org.agrona.DirectBuffer;

/** One record as one aligned line for people, payloads shortened; and the tool it belongs to. Flyweights are reused; one thread. */
final class RecordText {
    private static final int SHOWN_BYTES = 100;

    private final MessageRecord message = new MessageRecord();
    private final HoleRecord hole = new HoleRecord();
    private final EstimateRecord estimate = new EstimateRecord();
    private final DispositionRecord disposition = new DispositionRecord();
    private final OutRecord out = new OutRecord();
    private final RedriveRecord redrive = new RedriveRecord();
    private final EpochRecord epoch = new EpochRecord();

    String line(final RecordView record) {
        final long origin = record.header().originSeq();
        return String.format(Locale.ROOT, "0x%x %8s %-13s %s %-12s %s",
            record.index(), Seq.text(record.seq()), RecordFields.name(record.kind()), WallTime.text(record.header().wallTimeNs()),
            origin == Seq.NONE ? "-" : Seq.text(origin) + "/" + record.header().originOrdinal(), own(record)).stripTrailing();
    }

    private String own(final RecordView record) {
        final RecordKind kind = record.kind();
        if (kind == null) {
            return record.payloadLength() + " bytes";
        }
        return switch (kind) {
            case OPEN, HEAD -> {
                epoch.wrap(record);
                yield "after " + Seq.text(epoch.lastSeq()) + " by process " + epoch.pid();
            }
            case CONFIG -> Texts.get(record.payload(), record.payloadOffset()).replaceAll("\t[^\n]*", "").replace('\n', ' ');
            case MESSAGE -> {
                message.wrap(record);
                yield message.topic() + " " + message.bodyLength() + " bytes qos " + message.qos() + " from " + message.clientId() + " "
                    + shown(message.buffer(), message.bodyOffset(), message.bodyLength());
            }
            case REDRIVE -> "of " + Seq.text(redrive.wrap(record).messageSeq());
            case HOLE, UNMATCHED -> {
                hole.wrap(record);
                yield hole.toolbox() + "/" + hole.tool() + " result " + hole.resultId() + " " + hole.sourceTimestamp() + " head "
                    + hole.headId() + " " + hole.sampleCount() + " samples" + (hole.reason() == null ? "" : " " + hole.reason());
            }
            case DISPOSITION -> {
                disposition.wrap(record);
                yield (disposition.disposition() == DispositionRecord.DUPLICATE ? "duplicate " : "dead letter ") + disposition.reason()
                    + " of " + Seq.text(disposition.messageSeq()) + (disposition.topic() == null ? "" : " " + disposition.topic())
                    + (disposition.detail() == null ? "" : ": " + disposition.detail());
            }
            case ESTIMATE -> {
                estimate.wrap(record);
                yield String.format(Locale.ROOT, "%s/%s result %s %s %.3f %.3f %.3f mm%s", estimate.toolbox(), estimate.tool(),
                    estimate.resultId(), estimate.status(), estimate.entryMm(), estimate.transitionMm(), estimate.exitMm(),
                    estimate.reason() == null ? "" : " " + estimate.reason());
            }
            case OUT -> {
                out.wrap(record);
                yield out.number() + " of " + out.count() + " " + out.topic() + " "
                    + shown(out.buffer(), out.bodyOffset(), out.bodyLength());
            }
            default -> record.payloadLength() == 0 ? "" : record.payloadLength() + " bytes";
        };
    }

    /** @return toolbox/tool, or null where the record belongs to none. */
    String tool(final RecordView record) {
        final RecordKind kind = record.kind();
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case MESSAGE -> ofTopic(message.wrap(record).topic());
            case HOLE, UNMATCHED -> hole.wrap(record).toolbox() + "/" + hole.tool();
            case DISPOSITION -> ofTopic(disposition.wrap(record).topic());
            case ESTIMATE -> estimate.wrap(record).toolbox() + "/" + estimate.tool();
            case OUT -> ofTopic(out.wrap(record).topic());
            default -> null;
        };
    }

    private static String ofTopic(final String topic) {
        final String[] levels = topic == null ? new String[0] : topic.split("/", -1);
        return levels.length < 3 ? null : levels[1] + "/" + levels[2];
    }

    private static String shown(final DirectBuffer buffer, final int offset, final int length) {
        final String text = buffer.getStringWithoutLengthUtf8(offset, Math.min(length, SHOWN_BYTES));
        return text.replaceAll("[\\p{Cntrl}\uFFFD]+", " ").strip() + (length > SHOWN_BYTES ? "..." : "");
    }
}
