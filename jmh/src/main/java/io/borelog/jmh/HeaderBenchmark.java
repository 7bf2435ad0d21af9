package io.borelog.jmh;

import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to write a record's header and to sum header and payload, beside the bare sum of as many bytes? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderBenchmark {
    private final Checksum checksum = new Checksum();
    private final CRC32C crc = new CRC32C();

    @Param({"448", "49088"})
    public int payloadLength;

    private ByteBuffer bytes;
    private UnsafeBuffer record;
    private long seq;

    @Setup
    public void allocate() {
        bytes = ByteBuffer.allocateDirect(RecordHeader.LENGTH + payloadLength);
        record = new UnsafeBuffer(bytes);
    }

    @Benchmark
    public int header() {
        seq++;
        RecordHeader.write(record, 0, RecordKind.MESSAGE, 0, seq, 0, 0, payloadLength, seq, seq, seq);
        return checksum.ofRecord(record, 0, payloadLength);
    }

    @Benchmark
    public long baselineCrc() {
        crc.reset();
        crc.update(bytes.clear());
        return crc.getValue();
    }
}
