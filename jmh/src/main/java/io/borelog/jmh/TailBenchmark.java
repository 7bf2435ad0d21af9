package io.borelog.jmh;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
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
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
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
 * What does it cost to read the next record, every byte of it summed and its place in the chain checked, beside a raw Chronicle tailer that
 * finds the next document and looks at none of its bytes? Both read the same numbers from the page cache, again and again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TailBenchmark {
    private static final int HEADER = 64;
    private static final int TOTAL_BYTES = 32 << 20;

    @Param({"448", "49088"})
    public int payloadLength;

    private Path directory;
    private StageFile stageFile;
    private JournalTailer journal;
    private ChronicleQueue queue;
    private ExcerptTailer raw;

    @Setup(Level.Trial)
    public void write() throws IOException {
        directory = Files.createTempDirectory("tail");
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[HEADER + payloadLength]);
        final int records = TOTAL_BYTES / payload.capacity();
        stageFile = StageFile.create(StageFile.path(directory, "bench"), 0);
        try (JournalAppender appender = Journals.append(directory, "bench", 256 << 20, new SpaceRules(16 << 20, 0, 0),
            Durability.PAGE_CACHE, stageFile, new OffsetEpochNanoClock())) {
            for (int i = 0; i < records; i++) {
                appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, payloadLength);
            }
            appender.publish();
        }
        queue = SingleChronicleQueueBuilder.single(directory.resolve("raw").toFile()).build();
        try (ExcerptAppender appender = queue.createAppender()) {
            for (int i = 0; i < records; i++) {
                try (DocumentContext document = appender.writingDocument()) {
                    document.wire().bytes().write(payload.byteArray());
                }
            }
        }
        journal = Journals.tail(directory, "bench", () -> Long.MAX_VALUE);
        raw = queue.createTailer();
    }

    @TearDown(Level.Trial)
    public void close() {
        CloseHelper.closeAll(journal, raw, queue, stageFile);
        IoUtil.delete(directory.toFile(), true);
    }

    @Benchmark
    public long journal() {
        while (!journal.next()) {
            journal.toStart();
        }
        return journal.record().seq();
    }

    @Benchmark
    public long baselineRawChronicle() {
        while (true) {
            try (DocumentContext document = raw.readingDocument()) {
                if (document.isPresent()) {
                    return document.wire().bytes().readRemaining();
                }
            }
            raw.toStart();
        }
    }
}
