package io.borelog.jmh;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.IoUtil;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do header, CRC, two clocks and the space mark add to a raw Chronicle append? Nothing is forced in either; both write the same
 * number of bytes. The bar is 1.5 times the raw append at 512 bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
    private static final int HEADER = 64;

    @Param({"448", "49088"})
    public int payloadLength;

    private Path directory;
    private UnsafeBuffer payload;
    private StageFile stageFile;
    private JournalAppender journal;
    private ChronicleQueue queue;
    private ExcerptAppender raw;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);

    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("append");
        payload = new UnsafeBuffer(new byte[HEADER + payloadLength]);
        stageFile = StageFile.create(StageFile.path(directory, "bench"), 0);
        journal = Journals.append(directory, "bench", 256 << 20, new SpaceRules(16 << 20, 0, 0), Durability.PAGE_CACHE, stageFile,
            new OffsetEpochNanoClock());
        queue = SingleChronicleQueueBuilder.single(directory.resolve("raw").toFile()).build();
        raw = queue.createAppender();
    }

    @TearDown(Level.Iteration)
    public void close() {
        journal.close();
        stageFile.close();
        raw.close();
        queue.close();
        IoUtil.delete(directory.toFile(), true);
    }

    @Benchmark
    public long baselineRawChronicle() {
        try (DocumentContext document = raw.writingDocument()) {
            final var bytes = document.wire().bytes();
            final long start = bytes.writePosition();
            bytes.writeSkip(payload.capacity());
            target.wrap(bytes.addressForWrite(start), payload.capacity());
            target.putBytes(0, payload, 0, payload.capacity());
            return document.index();
        }
    }

    @Benchmark
    public long journal() {
        return journal.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, payloadLength);
    }
}
