package io.borelog.ingest.admit;

import io.borelog.journal.record.RecordKind;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What one read of one socket brought in: records on their way into inbound, where they lie in the read buffer, and their
 * acknowledgements on the way back. One buffer, one count and one hand-over for all of them, so that a message costs no object.
 * Reused; owned by the receiver until offered, then by the stage's thread until committed, then by the receiver again.
 *
 * <p>An entry is six ints: kind, packet id, QoS and flags, and offsets and lengths of topic and body in the buffer. A topic that is not
 * in the buffer (an alias, a packet that the codec decoded) is kept beside it, offset -1.
 */
public final class PublishBatch {
    private static final int FIELDS = 6;
    private static final int PACKET_ID = 1;
    private static final int TOPIC_OFFSET = 2;
    private static final int TOPIC_LENGTH = 3;
    private static final int BODY_OFFSET = 4;
    private static final int BODY_LENGTH = 5;
    private static final int KIND_SHIFT = 16;
    private static final int FLAGS_SHIFT = 8;
    private static final int BYTE = 0xFF;
    private static final int NOT_IN_BUFFER = -1;
    private static final int FIRST_CAPACITY = 16;
    /** A batch that grew beyond this is not kept for reuse: a peer of tiny messages must not size all of them. */
    private static final int KEPT_CAPACITY = 1 << 10;

    private int[] fields = new int[FIRST_CAPACITY * FIELDS];
    private byte[][] named = new byte[0][];
    private PublishOrigin origin;
    private byte[] clientId;
    private ByteBuf buffer;
    private long receivedNs;
    private int count;
    private int acknowledgements;
    private long bytes;
    private long lastSeq;
    private boolean isPart;
    private boolean onlyAcknowledged;
    private boolean mayBeRefused;
    private boolean refused;

    PublishBatch() {
    }

    /**
     * Receiver: what is added from now on lies in this buffer.
     *
     * @param buffer owned by this batch from now on; null where no entry has a body
     */
    public PublishBatch begin(final PublishOrigin newOrigin, final byte[] newClientId, final ByteBuf newBuffer, final long nowNs) {
        origin = newOrigin;
        clientId = newClientId;
        buffer = newBuffer;
        receivedNs = nowNs;
        count = 0;
        acknowledgements = 0;
        bytes = newBuffer == null ? 0 : newBuffer.capacity();
        lastSeq = 0;
        isPart = false;
        onlyAcknowledged = true;
        mayBeRefused = false;
        refused = false;
        return this;
    }

    /** Receiver: a MESSAGE whose topic and body lie in the buffer at these indices. @param flags of MessageRecord. */
    public void message(
        final int packetId, final int qos, final int flags, final int topicIndex, final int topicLength, final int bodyIndex,
        final int bodyLength) {
        add(RecordKind.MESSAGE, packetId, qos, flags, topicIndex, topicLength, bodyIndex, bodyLength);
    }

    /** Receiver: a MESSAGE whose topic is not in the buffer. @param topic never changed afterwards. */
    public void message(
        final byte[] topic, final int packetId, final int qos, final int flags, final int bodyIndex, final int bodyLength) {
        if (named.length <= count) {
            named = Arrays.copyOf(named, Math.max(FIRST_CAPACITY, 2 * count));
        }
        named[count] = topic;
        add(RecordKind.MESSAGE, packetId, qos, flags, NOT_IN_BUFFER, topic.length, bodyIndex, bodyLength);
    }

    /** Receiver: a RELEASED: a MessageRecord with client id and packet id, without topic and body. */
    public void released(final int packetId) {
        add(RecordKind.RELEASED, packetId, 2, 0, 0, 0, 0, 0);
    }

    private void add(
        final RecordKind kind, final int packetId, final int qos, final int flags, final int topicIndex, final int topicLength,
        final int bodyIndex, final int bodyLength) {
        final int at = count * FIELDS;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, 2 * at);
        }
        fields[at] = kind.code() << KIND_SHIFT | flags << FLAGS_SHIFT | qos;
        fields[at + PACKET_ID] = packetId;
        fields[at + TOPIC_OFFSET] = topicIndex;
        fields[at + TOPIC_LENGTH] = topicLength;
        fields[at + BODY_OFFSET] = bodyIndex;
        fields[at + BODY_LENGTH] = bodyLength;
        count++;
        acknowledgements += packetId == 0 ? 0 : 1;
        onlyAcknowledged &= kind == RecordKind.MESSAGE && packetId != 0;
    }

    public PublishOrigin origin() {
        return origin;
    }

    public int count() {
        return count;
    }

    /** Entries that are acknowledged after the commit: those with a packet id. */
    public int acknowledgements() {
        return acknowledgements;
    }

    /** What it holds of the budget: the whole buffer, whatever of it is used. */
    public long bytes() {
        return bytes;
    }

    public byte[] clientId() {
        return clientId;
    }

    /** @return null where no entry has a body, and once released. */
    public ByteBuf buffer() {
        return buffer;
    }

    /** Monotonic clock when it was read from the socket. */
    public long receivedNs() {
        return receivedNs;
    }

    public RecordKind kind(final int entry) {
        return RecordKind.of(fields[entry * FIELDS] >> KIND_SHIFT);
    }

    public int qos(final int entry) {
        return fields[entry * FIELDS] & BYTE;
    }

    public int flags(final int entry) {
        return fields[entry * FIELDS] >> FLAGS_SHIFT & BYTE;
    }

    public int packetId(final int entry) {
        return fields[entry * FIELDS + PACKET_ID];
    }

    /** @return null where it lies in the buffer. */
    public byte[] namedTopic(final int entry) {
        return topicIndex(entry) == NOT_IN_BUFFER ? named[entry] : null;
    }

    public int topicIndex(final int entry) {
        return fields[entry * FIELDS + TOPIC_OFFSET];
    }

    public int topicLength(final int entry) {
        return fields[entry * FIELDS + TOPIC_LENGTH];
    }

    public int bodyIndex(final int entry) {
        return fields[entry * FIELDS + BODY_OFFSET];
    }

    public int bodyLength(final int entry) {
        return fields[entry * FIELDS + BODY_LENGTH];
    }

    /** Seq of its newest record, 0 before any was appended. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Stage's thread. */
    public void appendedUpTo(final long seq) {
        lastSeq = seq;
    }

    /**
     * Stage's thread: takes the first entries out, to be told while the rest waits. They are no part of the budget any more.
     *
     * @return a batch of its own with those entries, without their bytes
     */
    public PublishBatch splitBefore(final int entry) {
        final PublishBatch first = new PublishBatch().begin(origin, clientId, null, receivedNs);
        first.fields = Arrays.copyOf(fields, entry * FIELDS);
        first.count = entry;
        first.isPart = true;
        for (int i = 0; i < entry; i++) {
            first.acknowledgements += packetId(i) == 0 ? 0 : 1;
        }
        first.lastSeq = lastSeq;
        count -= entry;
        acknowledgements -= first.acknowledgements;
        System.arraycopy(fields, entry * FIELDS, fields, 0, count * FIELDS);
        if (named.length > entry) {
            named = Arrays.copyOfRange(named, entry, named.length);
        }
        return first;
    }

    /** Receiver: its peer understands a refusal of a message that it wants acknowledged. */
    public void peerUnderstandsRefusal() {
        mayBeRefused = onlyAcknowledged;
    }

    /** Stage's thread: there is no space for it. @return false where its peer could not be told of each entry: then it waits */
    public boolean refuse() {
        refused = mayBeRefused;
        return refused;
    }

    /** Receiver, when it has come back: nothing of it was appended. */
    public boolean isRefused() {
        return refused;
    }

    /** Whether it was split from one that is still to come back. */
    boolean isPart() {
        return isPart;
    }

    /** Receiver: it is not needed any more. */
    void end() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
        origin = null;
        if (count > KEPT_CAPACITY) {
            fields = new int[FIRST_CAPACITY * FIELDS];
        }
        if (named.length > 0) {
            named = new byte[0][];
        }
    }
}
