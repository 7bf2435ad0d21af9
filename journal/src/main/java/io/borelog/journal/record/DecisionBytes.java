package io.borelog.journal.record;

import java.security.MessageDigest;
import org.agrona.DirectBuffer;

/**
 * Which bytes of a payload are the decision, so that they must repeat on replay: all of them but the detail of a DISPOSITION and the
 * stamps of an ESTIMATE. Reused; one thread.
 */
public final class DecisionBytes {
    private final DispositionRecord disposition = new DispositionRecord();
    private byte[] copy = new byte[1 << 10];

    /** @return offset in decision bytes of the first difference, or -1 where both say the same. */
    public int firstDifference(
        final RecordKind kind, final DirectBuffer a, final int aOffset, final int aLength,
        final DirectBuffer b, final int bOffset, final int bLength) {
        final int aHead = headLength(kind, a, aOffset, aLength);
        final int bHead = headLength(kind, b, bOffset, bLength);
        final int inHead = mismatch(a, aOffset, aHead, b, bOffset, bHead);
        if (inHead >= 0 || kind != RecordKind.ESTIMATE) {
            return inHead;
        }
        final int tail = EstimateRecord.TEXTS;
        final int inTail = mismatch(a, aOffset + tail, EstimateRecord.decisionEnd(a, aOffset) - aOffset - tail,
            b, bOffset + tail, EstimateRecord.decisionEnd(b, bOffset) - bOffset - tail);
        return inTail < 0 ? -1 : tail + inTail;
    }

    public int firstDifference(final RecordView a, final RecordView b) {
        return firstDifference(a.kind(), a.payload(), a.payloadOffset(), a.payloadLength(),
            b.payload(), b.payloadOffset(), b.payloadLength());
    }

    /** Feeds the decision bytes of a record. */
    public void update(final MessageDigest digest, final RecordView record) {
        final DirectBuffer payload = record.payload();
        final int offset = record.payloadOffset();
        final int length = record.payloadLength();
        update(digest, payload, offset, headLength(record.kind(), payload, offset, length));
        if (record.kind() == RecordKind.ESTIMATE) {
            final int texts = offset + EstimateRecord.TEXTS;
            update(digest, payload, texts, EstimateRecord.decisionEnd(payload, offset) - texts);
        }
    }

    private void update(final MessageDigest digest, final DirectBuffer from, final int offset, final int length) {
        if (copy.length < length) {
            copy = new byte[length]; // the journal bounds a record
        }
        from.getBytes(offset, copy, 0, length);
        digest.update(copy, 0, length);
    }

    private int headLength(final RecordKind kind, final DirectBuffer payload, final int offset, final int length) {
        return switch (kind) {
            case DISPOSITION -> disposition.wrap(payload, offset).decisionLength();
            case ESTIMATE -> EstimateRecord.STAMPS;
            default -> length;
        };
    }

    private static int mismatch(
        final DirectBuffer a, final int aOffset, final int aLength, final DirectBuffer b, final int bOffset, final int bLength) {
        final int common = Math.min(aLength, bLength);
        int at = 0;
        while (at <= common - Long.BYTES && a.getLong(aOffset + at) == b.getLong(bOffset + at)) {
            at += Long.BYTES;
        }
        while (at < common && a.getByte(aOffset + at) == b.getByte(bOffset + at)) {
            at++;
        }
        return at == common && aLength == bLength ? -1 : at;
    }
}
