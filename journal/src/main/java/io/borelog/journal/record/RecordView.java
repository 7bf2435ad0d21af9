package io.borelog.journal.record;

import org.agrona.DirectBuffer;

/** One record in place: valid until the tailer that handed it out moves on. */
public final class RecordView {
    private final RecordHeader header = new RecordHeader();
    private DirectBuffer buffer;
    private int offset;
    private long index;

    public RecordView wrap(final DirectBuffer buffer, final int offset, final long index) {
        this.buffer = buffer;
        this.offset = offset;
        this.index = index;
        header.wrap(buffer, offset);
        return this;
    }

    public RecordHeader header() {
        return header;
    }

    public RecordKind kind() {
        return header.kind();
    }

    public long seq() {
        return header.seq();
    }

    /** The record's place in its journal: a hint of where to look, always checked against seq and CRC. */
    public long index() {
        return index;
    }

    public DirectBuffer payload() {
        return buffer;
    }

    public int payloadOffset() {
        return offset + RecordHeader.LENGTH;
    }

    public int payloadLength() {
        return header.payloadLength();
    }

    /** Header and payload. */
    public int length() {
        return RecordHeader.LENGTH + header.payloadLength();
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }
}
