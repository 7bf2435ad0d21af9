package io.borelog.correlate;

import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.journal.StageException;
import io.borelog.journal.record.HoleRecord;
import org.agrona.MutableDirectBuffer;

/**
 * Lays out HOLE and UNMATCHED from parts that wait: reads them again where need be. It counts as an attempt on the hole; an inbound that
 * cannot be read does not, for that is no fault of the hole's. Called by the joiner.
 */
final class HoleWriter {
    private final HoleDraft draft = new HoleDraft();
    private final PartSource parts;
    private final Attempts attempts;

    HoleWriter(final PartSource parts, final Attempts attempts) {
        this.parts = parts;
        this.attempts = attempts;
    }

    /** The unit of the hole with this Result. */
    static long unit(final long resultSeq) {
        return -resultSeq;
    }

    /** @param trace slot of the Trace, or -1 for none, with a reason. @param heads slot of the hole's own Heads, or -1. @return length */
    int write(
        final byte[] toolKey, final ToolState tool, final int result, final int trace, final int heads, final String reason,
        final MutableDirectBuffer into) {
        attempts.begin(unit(tool.seq(result)));
        final int length;
        try {
            length = encode(toolKey, tool, result, trace, heads, reason, into);
        } catch (final StageException | LostPartException ex) {
            attempts.end();
            throw ex;
        }
        attempts.end();
        return length;
    }

    private int encode(
        final byte[] toolKey, final ToolState tool, final int result, final int trace, final int heads, final String reason,
        final MutableDirectBuffer into) {
        draft.begin(toolKey, parts.get(PartKind.RESULT, tool.seq(result), tool.index(result)), tool.seq(result), tool.wallNs(result));
        if (trace >= 0) {
            draft.trace(parts.get(PartKind.TRACE, tool.seq(trace), tool.index(trace)), tool.seq(trace), tool.wallNs(trace));
        }
        head(tool, heads);
        return HoleRecord.encode(into, 0, draft.reason(reason));
    }

    /** The hole's own head where its Heads came, else the tool's last known one. */
    private void head(final ToolState tool, final int slot) {
        final CharSequence own = slot < 0 ? null : parts.get(PartKind.HEADS, tool.seq(slot), tool.index(slot)).headId();
        draft.head(own == null ? tool.lastHeadId() : own, slot < 0 ? 0 : tool.seq(slot), slot < 0 ? 0 : tool.wallNs(slot));
    }

    /** Of a Result whose tool has no state. */
    int writeStranger(
        final byte[] toolKey, final Part part, final long seq, final long wallNs, final String reason, final MutableDirectBuffer into) {
        attempts.begin(unit(seq));
        final int length = HoleRecord.encode(into, 0, draft.begin(toolKey, part, seq, wallNs).reason(reason));
        attempts.end();
        return length;
    }
}
