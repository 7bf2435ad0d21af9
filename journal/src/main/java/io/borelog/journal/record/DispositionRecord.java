package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Payload of DISPOSITION: what became of a message that is part of no hole.
 * <pre>
 *   0  i64  inbound seq of the message
 *   8  i32  1 duplicate, 2 dead letter
 *  12  i32  reserved
 *  16  texts: reason (a short code), topic, detail (for people; worded by a library, so no part of the decision)
 * </pre>
 */
public final class DispositionRecord {
    public static final int DUPLICATE = 1;
    public static final int DEAD_LETTER = 2;

    private DirectBuffer buffer;
    private int offset;

    public DispositionRecord wrap(final RecordView record) {
        return wrap(record.payload(), record.payloadOffset());
    }

    public DispositionRecord wrap(final DirectBuffer buffer, final int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public static int encode(
        final MutableDirectBuffer buffer, final int offset, final long messageSeq, final int disposition,
        final String reason, final CharSequence topic, final String detail) {
        buffer.putLong(offset, messageSeq, LITTLE_ENDIAN);
        buffer.putInt(offset + 8, disposition, LITTLE_ENDIAN);
        buffer.putInt(offset + 12, 0, LITTLE_ENDIAN);
        return Texts.put(buffer, Texts.put(buffer, Texts.put(buffer, offset + 16, reason), topic), detail) - offset;
    }

    public long messageSeq() {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    public int disposition() {
        return buffer.getInt(offset + 8, LITTLE_ENDIAN);
    }

    public String reason() {
        return Texts.get(buffer, offset + 16);
    }

    public String topic() {
        return Texts.get(buffer, Texts.skip(buffer, offset + 16));
    }

    public String detail() {
        return Texts.get(buffer, detailOffset());
    }

    /** Bytes of the payload that are the decision: all but the detail. */
    public int decisionLength() {
        return detailOffset() - offset;
    }

    private int detailOffset() {
        return Texts.skip(buffer, Texts.skip(buffer, offset + 16));
    }
}
