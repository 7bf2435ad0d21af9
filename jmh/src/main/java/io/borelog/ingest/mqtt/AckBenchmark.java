package io.borelog.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.TimeUnit;
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

/** What does a PUBACK cost that is written straight into bytes, beside one that Netty encodes from its objects? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AckBenchmark {
    private static final int ACK_LENGTH = 4;

    private ByteBuf bytes;
    private EmbeddedChannel channel;
    private int packetId;

    @Setup
    public void open() {
        bytes = PooledByteBufAllocator.DEFAULT.directBuffer(ACK_LENGTH);
        channel = new EmbeddedChannel(MqttEncoder.INSTANCE);
        if (bytes() != ACK_LENGTH || baselineNetty() != ACK_LENGTH) {
            throw new IllegalStateException("a PUBACK has " + ACK_LENGTH + " bytes");
        }
    }

    @TearDown
    public void close() {
        channel.close();
        bytes.release();
    }

    private int nextPacketId() {
        packetId = packetId % 0xFFFF + 1;
        return packetId;
    }

    @Benchmark
    public int bytes() {
        Packets.putAck(bytes.clear(), Packets.PUBACK, nextPacketId());
        return bytes.readableBytes();
    }

    @Benchmark
    public int baselineNetty() {
        channel.writeOutbound(new MqttPubAckMessage(
            new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 2),
            MqttMessageIdVariableHeader.from(nextPacketId())));
        final ByteBuf encoded = channel.readOutbound();
        final int length = encoded.readableBytes();
        encoded.release();
        return length;
    }
}
