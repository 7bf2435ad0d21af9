package io.borelog.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.ingest.admit.BufferView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to read a PUBLISH of 512 bytes of body where it lies, beside Netty's decoder, which makes objects of it? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishBenchmark {
    private static final int BODY = 512;
    private static final int FIRST = 0x32;
    private static final int MAX_BYTES = 1 << 20;
    /** First byte and two digits of length. */
    private static final int FIXED_HEADER = 3;
    private static final String TOPIC = "OPCPUBSUB/box/tool/ResultManagement";

    private final PublishPacket packet = new PublishPacket();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private ByteBuf bytes;
    private EmbeddedChannel channel;

    @Setup
    public void write() {
        final int length = Short.BYTES + TOPIC.length() + Short.BYTES + BODY;
        bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
        bytes.writeByte(FIRST).writeByte(length & 0x7F | 0x80).writeByte(length >> 7);
        bytes.writeShort(TOPIC.length()).writeCharSequence(TOPIC, UTF_8);
        bytes.writeShort(1).writeZero(BODY);
        channel = new EmbeddedChannel(new MqttDecoder(MAX_BYTES));
        if (inPlace() != BODY || baselineNetty() != BODY) {
            throw new IllegalStateException("not read as a PUBLISH: " + ByteBufUtil.hexDump(bytes));
        }
    }

    @TearDown
    public void close() {
        channel.close();
        bytes.release();
    }

    @Benchmark
    public int inPlace() {
        BufferView.wrap(view, bytes);
        return packet.read(view, FIRST, FIXED_HEADER, bytes.writerIndex(), false) ? packet.bodyLength : -1;
    }

    @Benchmark
    public int baselineNetty() {
        channel.writeInbound(bytes.retainedDuplicate());
        final MqttPublishMessage message = channel.readInbound();
        final int length = message.payload().readableBytes();
        message.release();
        return length;
    }
}
