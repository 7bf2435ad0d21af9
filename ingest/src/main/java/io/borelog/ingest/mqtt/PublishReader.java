package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.BufferView;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * First in each socket's pipeline: takes the PUBLISH packets that lie whole in a read buffer where they lie, and leaves every other byte to
 * the codec behind it, in order. What one read brought goes to the stage's thread as one batch.
 *
 * <p>The codec believes inner lengths, so a malformed packet may make it wait for bytes beyond the packet's end. Where it has not made
 * exactly one message of a packet, everything that follows is its own, and the connection ends as the codec says. Event loop.
 */
final class PublishReader extends ChannelInboundHandlerAdapter {
    private static final int MORE = 0x80;
    private static final int MAX_FIXED_HEADER = 5;
    /** In place of the count of header bytes. */
    private static final int BEHIND_HEADER = -1;

    private final PublishPacket packet = new PublishPacket();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final MqttEndpoint endpoint;
    private final ConnectionHandler handler;
    private final int maxPacket;
    /** Of the packet in hand: bytes of its fixed header that the codec has got. */
    private int headerBytes;
    /** Of the packet in hand: bytes behind its fixed header that are still to come. */
    private int remaining;
    /** Packets that the codec has got as a whole. */
    private long passed;
    private boolean codecOnly;

    PublishReader(final MqttEndpoint endpoint, final ConnectionHandler handler, final int maxPacket) {
        this.endpoint = endpoint;
        this.handler = handler;
        this.maxPacket = maxPacket;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        final ByteBuf in = (ByteBuf) message;
        final Connection connection = handler.connection();
        try {
            if (connection != null) {
                read(ctx, in, connection);
            }
        } finally {
            in.release();
        }
    }

    private void read(final ChannelHandlerContext ctx, final ByteBuf in, final Connection connection) {
        BufferView.wrap(view, in);
        while (in.isReadable() && !connection.isClosed()) {
            if (!readInPlace(in, connection)) {
                endpoint.publishing().offer(connection); // what follows is handled after it
                passOn(ctx, in);
            }
        }
        endpoint.publishing().offer(connection);
    }

    /** @return false where the next bytes are the codec's. */
    private boolean readInPlace(final ByteBuf in, final Connection connection) {
        final int at = in.readerIndex();
        final int first = view.getByte(at) & 0xFF;
        if (codecOnly || headerBytes != 0 || connection.session == null || first >> 4 != PublishPacket.TYPE) {
            return false;
        }
        final int limit = in.writerIndex();
        int length = 0;
        int next = at + 1;
        int digit;
        do {
            if (next == limit || next - at == MAX_FIXED_HEADER) {
                return false;
            }
            digit = view.getByte(next);
            length |= (digit & ~MORE & 0xFF) << 7 * (next - at - 1);
            next++;
        } while ((digit & MORE) != 0);
        final int end = next + length;
        if (end > limit || end - at > maxPacket || !packet.read(view, first, next, end, connection.isMqtt5())) {
            return false;
        }
        in.readerIndex(end);
        if (connection.batch == null) {
            endpoint.publishing().begin(connection, in.retain());
        }
        endpoint.publishing().publish(connection, packet);
        return true;
    }

    /** The rest of the packet in hand, or what there is of it. */
    private void passOn(final ChannelHandlerContext ctx, final ByteBuf in) {
        int length = in.readableBytes();
        boolean whole = false;
        if (!codecOnly) {
            final int headerLength = readFixedHeader(in);
            if (headerBytes == BEHIND_HEADER) {
                length = Math.min(length, headerLength + remaining);
                remaining -= length - headerLength;
                whole = remaining == 0;
            }
        }
        ctx.fireChannelRead(in.readRetainedSlice(length));
        if (whole) {
            headerBytes = 0;
            passed++;
            codecOnly = handler.packets() != passed;
        }
    }

    /** @return how many of the next bytes are header. */
    private int readFixedHeader(final ByteBuf in) {
        final int at = in.readerIndex();
        int next = at;
        while (headerBytes != BEHIND_HEADER && !codecOnly && next < in.writerIndex()) {
            final int digit = view.getByte(next++);
            if (headerBytes == 0) {
                remaining = 0;
                headerBytes = 1;
            } else {
                remaining |= (digit & ~MORE & 0xFF) << 7 * (headerBytes - 1);
                headerBytes = (digit & MORE) == 0 ? BEHIND_HEADER : headerBytes + 1;
                codecOnly = headerBytes == MAX_FIXED_HEADER; // no length has more digits: the codec says so
            }
        }
        return next - at;
    }
}
