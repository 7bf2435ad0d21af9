package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.BufferView;
import io.borelog.ingest.admit.PublishBatch;
import io.borelog.ingest.admit.PublishQueue;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One endpoint that is given bytes without a socket; what comes of them is told in words, so that two can be compared. */
final class FedEndpoint implements AutoCloseable {
    static final int MAX_PACKET = 4_096;

    private final PublishQueue queue = new PublishQueue();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final StageFile stageFile;
    private final MqttEndpoint endpoint;
    private final boolean codecOnly;
    private long decoded;

    /** @param codecOnly every byte goes to the codec: what is right. */
    FedEndpoint(final Path data, final boolean codecOnly) {
        this.codecOnly = codecOnly;
        stageFile = StageFile.create(StageFile.path(data, "ingest"), 0);
        final Settings settings = Settings.load(null, List.of("mqtt.max-packet=" + MAX_PACKET, "mqtt.receive-maximum=8"));
        endpoint = MqttEndpoint.create(new StageContext(data, settings, 0, stageFile), () -> 0, queue);
    }

    /** Feeds a fresh connection. @param ends where the stream is cut into reads. @return everything that came of it, in order. */
    List<String> feed(final byte[] stream, final int... ends) {
        final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInitializer<>() {
            @Override
            protected void initChannel(final Channel fresh) {
                endpoint.addHandlers(fresh.pipeline());
                if (codecOnly) {
                    fresh.pipeline().remove(PublishReader.class);
                }
            }
        });
        int from = 0;
        for (final int end : ends) {
            read(channel, stream, from, end);
            from = end;
        }
        read(channel, stream, from, stream.length);
        final List<String> told = new ArrayList<>();
        commit(told);
        told.add(sent(channel));
        told.add(channel.isOpen() ? "open" : "closed");
        decoded = channel.pipeline().get(ConnectionHandler.class) == null ? decoded
            : channel.pipeline().get(ConnectionHandler.class).packets();
        channel.finishAndReleaseAll();
        commit(told); // a will
        told.add("refused " + refused() + ", errors " + stageFile.get(StageCounter.ERRORS));
        return told;
    }

    /** Packets of the newest feed that the codec made; of a connection that stayed open. */
    long decoded() {
        return decoded;
    }

    private static void read(final EmbeddedChannel channel, final byte[] stream, final int from, final int end) {
        if (end > from && channel.isOpen()) {
            final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(end - from).writeBytes(stream, from, end - from);
            channel.writeInbound(bytes);
        }
    }

    /** As the stage's thread would: appends, and lets the acknowledgements go. */
    private void commit(final List<String> told) {
        for (PublishBatch batch = queue.poll(); batch != null; batch = queue.poll()) {
            for (int i = 0; i < batch.count(); i++) {
                told.add(entry(batch, i));
            }
            queue.committed(batch);
        }
        queue.takeBack(batch -> { });
        endpoint.endOfTurn();
    }

    private String entry(final PublishBatch batch, final int i) {
        if (batch.buffer() != null) {
            BufferView.wrap(view, batch.buffer());
        }
        final byte[] named = batch.namedTopic(i);
        final byte[] topic = named == null ? bytes(batch.topicIndex(i), batch.topicLength(i)) : named;
        return batch.kind(i) + " " + batch.packetId(i) + " qos " + batch.qos(i) + " flags " + batch.flags(i) + " of "
            + new String(batch.clientId(), StandardCharsets.UTF_8) + " on " + new String(topic, StandardCharsets.UTF_8) + ": "
            + HexFormat.of().formatHex(bytes(batch.bodyIndex(i), batch.bodyLength(i)));
    }

    private byte[] bytes(final int index, final int length) {
        final byte[] bytes = new byte[length];
        if (length > 0) {
            view.getBytes(index, bytes);
        }
        return bytes;
    }

    private static String sent(final EmbeddedChannel channel) {
        final StringBuilder sent = new StringBuilder("sent ");
        for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
            final ByteBuf bytes = (ByteBuf) message;
            while (bytes.isReadable()) {
                sent.append(HexFormat.of().toHexDigits(bytes.readByte()));
            }
            bytes.release();
        }
        return sent.toString();
    }

    private long refused() {
        endpoint.report(stageFile);
        return stageFile.get(StageCounter.REFUSED);
    }

    @Override
    public void close() {
        stageFile.close();
    }
}
