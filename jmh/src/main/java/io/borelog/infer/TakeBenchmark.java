package io.borelog.infer;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does infer's front half cost, from the journal to the curves of a hole of 9,000 samples: the next record of matched, summed and its
 * place in the chain checked, its texts and curves taken in hand? The baseline adds up the longs of as many bytes of the same mapped file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TakeBenchmark {
    private static final int SAMPLES = 9_000;
    private static final int HOLES = 200;

    private final HoleInHand inHand = new HoleInHand();
    private Path directory;
    private StageFile stageFile;
    private JournalTailer matched;
    private MappedByteBuffer mapped;
    private int recordLength;
    private int at;

    @Setup(Level.Trial)
    public void write() throws IOException {
        directory = Files.createTempDirectory("take");
        stageFile = StageFile.create(StageFile.path(directory, "bench"), 0);
        final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();
        try (JournalAppender appender = Journals.append(directory, Journals.MATCHED, 256 << 20, new SpaceRules(16 << 20, 0, 0),
            Durability.PAGE_CACHE, stageFile, new OffsetEpochNanoClock())) {
            for (int i = 1; i <= HOLES; i++) {
                recordLength = HoleRecord.encode(payload, 0, new SomeHole("tool", i, SAMPLES, null));
                appender.append(RecordKind.HOLE, i, 0, 0, payload, 0, recordLength);
            }
            appender.publish();
        }
        matched = Journals.tail(directory, Journals.MATCHED, () -> Long.MAX_VALUE);
        try (Stream<Path> files = Files.list(directory.resolve(Journals.MATCHED));
            FileChannel file = FileChannel.open(files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow(),
                StandardOpenOption.READ)) {
            mapped = file.map(FileChannel.MapMode.READ_ONLY, 0, (long) HOLES * recordLength);
            mapped.order(ByteOrder.nativeOrder());
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        BufferUtil.free(mapped);
        CloseHelper.closeAll(matched, stageFile);
        IoUtil.delete(directory.toFile(), true);
    }

    @Benchmark
    public long take() {
        while (true) {
            if (!matched.next()) {
                matched.toStart();
            } else if (matched.record().kind() == RecordKind.HOLE) {
                inHand.take(matched.record(), null);
                return inHand.originSeq();
            }
        }
    }

    @Benchmark
    public long baselineMappedScan() {
        at = at + recordLength > mapped.capacity() ? 0 : at;
        long sum = 0;
        final int end = at + recordLength - Long.BYTES;
        for (; at <= end; at += Long.BYTES) {
            sum += mapped.getLong(at);
        }
        return sum;
    }
}
