package io.borelog.ingest.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One session as the delivery thread sees it: filters, places, what is in flight, and the bytes of this turn. */
public final class Subscriber {
    /** Bytes written to one subscriber before the others get their turn. */
    private static final int TURN_BYTES = 256 << 10;
    private static final int NO_QOS = -1;

    final String clientId;
    final byte[] clientIdBytes;
    final List<Filter> filters = new ArrayList<>();
    final Lane[] lanes = {new Lane(this, 0), new Lane(this, 1)};
    final InFlight inFlight = new InFlight();
    /** Something changed that its file does not say. */
    boolean changed;
    /** Of a persistent session, as the event loop last told it; else null. */
    SessionState state;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private final AckRing acks;
    private Channel channel;
    private boolean mqtt5;
    private int window;
    private int maxPacket;
    private ByteBuf out;

    public Subscriber(final String clientId, final int maxWindow) {
        this.clientId = clientId;
        this.clientIdBytes = clientId.getBytes(StandardCharsets.UTF_8);
        this.acks = new AckRing(maxWindow);
    }

    /** Event loop: its client has a delivery. @return false where it acknowledges more than it was sent. */
    public boolean acked(final int packetId) {
        return acks.offer(packetId);
    }

    void attach(final Channel to, final boolean is5, final int newWindow, final int newMaxPacket) {
        channel = to;
        mqtt5 = is5;
        window = newWindow;
        maxPacket = newMaxPacket;
    }

    void detach() {
        channel = null;
        if (out != null) {
            out.release();
            out = null;
        }
    }

    boolean isConnected() {
        return channel != null;
    }

    /** @return acknowledgements taken. */
    int takeAcks() {
        int taken = 0;
        for (int packetId = acks.poll(); packetId > 0; packetId = acks.poll()) {
            if (inFlight.acknowledge(packetId)) {
                changed = true;
            }
            taken++;
        }
        return taken;
    }

    /** @return the highest QoS of the filters that match, or -1. */
    int match(final Delivery delivery, final int journal) {
        int qos = NO_QOS;
        for (int i = 0; i < filters.size(); i++) {
            final Filter filter = filters.get(i);
            if (filter.qos > qos && delivery.seq > filter.from[journal]
                && filter.matches(delivery.buffer, delivery.topicOffset, delivery.topicLength)
                && !(filter.noLocal && delivery.isFrom(clientIdBytes))) {
                qos = filter.qos;
            }
        }
        return qos;
    }

    /** @return false where it cannot be taken now: come again with the same record. */
    boolean take(final Delivery delivery, final Lane lane, final int grantedQos) {
        if (!hasRoom()) {
            return false;
        }
        if (delivery.seq <= lane.handledBefore) {
            final int packetId = inFlight.packetIdOf(lane.journal, delivery.seq);
            if (packetId != 0) {
                write(delivery, 1, packetId, true);
            }
            return true;
        }
        final int qos = Math.min(delivery.qos, grantedQos);
        if (packetLength(delivery, qos) > maxPacket) {
            return true; // more than its client said it takes: as the standard says, as if it had been sent
        }
        if (qos == 0) {
            write(delivery, 0, 0, false);
            return true;
        }
        if (inFlight.count() >= window) {
            return false;
        }
        write(delivery, qos, inFlight.add(lane.journal, delivery.seq), false);
        changed = true;
        return true;
    }

    boolean hasRoom() {
        return channel != null && (out == null || out.readableBytes() < TURN_BYTES) && channel.isWritable();
    }

    /** Whether it pays to read for it. */
    boolean hasWindow() {
        return inFlight.count() < window;
    }

    private long packetLength(final Delivery delivery, final int qos) {
        final long remaining = remaining(delivery, qos);
        return 1 + (remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4) + remaining;
    }

    private long remaining(final Delivery delivery, final int qos) {
        return 2L + delivery.topicLength + (qos > 0 ? 2 : 0) + (mqtt5 ? 1 : 0) + delivery.bodyLength;
    }

    private void write(final Delivery delivery, final int qos, final int packetId, final boolean duplicate) {
        if (out == null) {
            out = channel.alloc().directBuffer();
        }
        int remaining = (int) remaining(delivery, qos);
        out.ensureWritable(remaining + 5);
        out.writeByte(0x30 | (duplicate ? 0x08 : 0) | qos << 1);
        do {
            out.writeByte(remaining > 0x7F ? remaining & 0x7F | 0x80 : remaining);
            remaining >>>= 7;
        } while (remaining > 0);
        out.writeShort(delivery.topicLength);
        copy(delivery, delivery.topicOffset, delivery.topicLength);
        if (qos > 0) {
            out.writeShort(packetId);
        }
        if (mqtt5) {
            out.writeByte(0); // no properties
        }
        copy(delivery, delivery.bodyOffset, delivery.bodyLength);
    }

    private void copy(final Delivery delivery, final int offset, final int length) {
        if (length > 0) {
            final int at = out.writerIndex();
            if (out.hasMemoryAddress()) {
                target.wrap(out.memoryAddress() + at, length);
                target.putBytes(0, delivery.buffer, offset, length);
            } else {
                delivery.buffer.getBytes(offset, out.nioBuffer(at, length), length);
            }
            out.writerIndex(at + length);
        }
    }

    /** End of the turn. */
    void flush() {
        if (out != null) {
            final ByteBuf bytes = out;
            out = null;
            channel.writeAndFlush(bytes, channel.voidPromise());
        }
    }
}
