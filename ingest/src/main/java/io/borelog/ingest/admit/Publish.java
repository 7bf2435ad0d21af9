package io.borelog.ingest.admit;

import io.borelog.journal.record.RecordKind;
import io.netty.buffer.ByteBuf;

/**
 * One record on its way into inbound and its acknowledgement on the way back. Reused; owned by the receiver until offered, then by the
 * stage's thread until committed, then by the receiver again.
 */
public final class Publish {
    static final byte[] EMPTY = new byte[0];

    PublishOrigin origin;
    RecordKind kind;
    byte[] topic;
    byte[] clientId;
    int packetId;
    int qos;
    int flags;
    ByteBuf payload;
    int payloadLength;
    long receivedNs;
    long seq;

    Publish() {
    }

    /** A MESSAGE. @param payload owned by this entry from now on. @param flags of MessageRecord. */
    public Publish message(
        final PublishOrigin origin, final byte[] topic, final byte[] clientId, final int packetId, final int qos, final int flags,
        final ByteBuf payload, final long receivedNs) {
        set(RecordKind.MESSAGE, origin, topic, clientId, packetId, qos, receivedNs);
        this.flags = flags;
        this.payload = payload;
        this.payloadLength = payload.readableBytes();
        return this;
    }

    /** A RELEASED: a MessageRecord with client id and packet id, without topic and body. */
    public Publish released(final PublishOrigin origin, final byte[] clientId, final int packetId, final long receivedNs) {
        set(RecordKind.RELEASED, origin, EMPTY, clientId, packetId, 2, receivedNs);
        return this;
    }

    private void set(
        final RecordKind kind, final PublishOrigin origin, final byte[] topic, final byte[] clientId, final int packetId, final int qos,
        final long receivedNs) {
        this.kind = kind;
        this.origin = origin;
        this.topic = topic;
        this.clientId = clientId;
        this.packetId = packetId;
        this.qos = qos;
        this.receivedNs = receivedNs;
        this.flags = 0;
        this.payload = null;
        this.payloadLength = 0;
        this.seq = 0;
    }

    /** What it holds of the budget: topic, client id and payload. */
    public long bytes() {
        return topic.length + clientId.length + (long) payloadLength;
    }

    public boolean isMessage() {
        return kind == RecordKind.MESSAGE;
    }

    public RecordKind kind() {
        return kind;
    }

    public byte[] topic() {
        return topic;
    }

    public byte[] clientId() {
        return clientId;
    }

    public int packetId() {
        return packetId;
    }

    public int qos() {
        return qos;
    }

    public int flags() {
        return flags;
    }

    /** @return null for RELEASED and once released. */
    public ByteBuf payload() {
        return payload;
    }

    public int payloadLength() {
        return payloadLength;
    }

    public long receivedNs() {
        return receivedNs;
    }

    public long seq() {
        return seq;
    }

    /** Stage's thread, once appended. */
    public void appendedAs(final long seq) {
        this.seq = seq;
        releasePayload();
    }

    public void releasePayload() {
        if (payload != null) {
            payload.release();
            payload = null;
        }
    }
}
