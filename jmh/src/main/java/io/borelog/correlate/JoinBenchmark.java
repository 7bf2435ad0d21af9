package io.borelog.correlate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
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
 * What does it cost to join one hole, a small Result and its Trace of some tool, where a thousand or a million tools are known? The baseline
 * takes that tool's state out of the map and puts it back, twice. A million tools take 4 GB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JoinBenchmark {
    private static final String TOPIC_ROOT = "OPCPUBSUB/";
    private static final String TOOL = "box/tool-";
    private static final int FIRST_TOOL = 1_000_000;
    private static final int TOOL_DIGITS = 7;
    private static final int FIRST_ID = 100_000_000;
    private static final int ID_DIGITS = 9;
    private static final String KEY =
        "{\"Messages\":{\"Payload\":{\"nsu=http://plant;s=Objects.DeviceSet.tool."
            + "ResultManagement.Results.0.";
    private static final String TIME = "\"SourceTimestamp\":\"2026-01-05T08:00:00Z\"}";
    private static final String TRACES = "ResultContent.Trace.StepTraces.";
    private static final String VALUES = "Trace.StepTraceContent[0].Values\":{\"Value\":[1.5,2.5,3.5]," + TIME;
    private static final String RESULT = KEY + "ResultMetaData.ResultId\":{\"Value\":\"" + FIRST_ID + "\"," + TIME
        + ",\"ResultContent.StepResults.0.StepResultValues.StepNumber\":{\"Value\":[1,2]," + TIME + "}}}";
    private static final String TRACE = KEY + TRACES + "PositionTrace.StepResultId\":{\"Value\":\"" + FIRST_ID + "\"," + TIME
        + ",\"" + TRACES + "Position" + VALUES + ",\"" + TRACES + "IntensityTorque" + VALUES
        + ",\"" + TRACES + "IntensityThrust" + VALUES + ",\"" + TRACES + "StepNumber" + VALUES + "}}}";

    /** One inbound record whose tool and id are written anew each time. */
    private static final class Message {
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        private final RecordView view = new RecordView();
        private final int toolAt;
        private final int idAt;
        private final int length;

        Message(final String suffix, final String payload) {
            final String topic = TOPIC_ROOT + TOOL + FIRST_TOOL + suffix;
            final int body = MessageRecord.putPrefix(
                buffer, RecordHeader.LENGTH, topic.getBytes(UTF_8), "gateway".getBytes(UTF_8), 1, 1, 0);
            buffer.putBytes(body, payload.getBytes(UTF_8));
            toolAt = RecordHeader.LENGTH + MessageRecord.PREFIX_LENGTH + TOPIC_ROOT.length() + TOOL.length();
            idAt = body + payload.indexOf(Integer.toString(FIRST_ID));
            length = body + payload.length() - RecordHeader.LENGTH;
        }

        RecordView of(final int tool, final int id, final long seq) {
            buffer.putNaturalPaddedIntAscii(toolAt, TOOL_DIGITS, FIRST_TOOL + tool);
            buffer.putNaturalPaddedIntAscii(idAt, ID_DIGITS, FIRST_ID + id);
            RecordHeader.write(buffer, 0, RecordKind.MESSAGE, 0, seq, 0, 0, length, seq, seq, seq);
            return view.wrap(buffer, 0, seq);
        }
    }

    @Param({"1000", "1000000"})
    public int tools;

    private final Message result = new Message("/ResultManagement", RESULT);
    private final Message trace = new Message("/ResultManagement/Trace", TRACE);
    private final SplittableRandom random = new SplittableRandom(1);
    private final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
    private final byte[] key = (TOOL + FIRST_TOOL).getBytes(UTF_8);
    private ToolMap map;
    private Joiner joiner;
    private long holes;
    private long seq;
    private int id;

    @Setup(Level.Trial)
    public void open() {
        map = new ToolMap(null);
        joiner = new Joiner(map, new PartSource(new InMemoryJournal("inbound", () -> 0).tail()), Attempts.UNCOUNTED,
            (kind, origin, ordinal, ns, payload, at, length) -> holes++);
        joiner.use(DecidingConfig.parse(null).withFile(
            Settings.load(null, List.of("correlate.tools-max=" + tools, "correlate.heads-wait=0s")).deciding()));
        for (int tool = 0; tool < tools; tool++) {
            map.put((TOOL + (FIRST_TOOL + tool)).getBytes(UTF_8), state);
        }
        if (joinOne() != 1) {
            throw new IllegalStateException("the bench's hole does not join");
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        map.close();
    }

    @Benchmark
    public long hole() {
        return joinOne();
    }

    private long joinOne() {
        final int tool = random.nextInt(tools);
        id++;
        joiner.onRecord(result.of(tool, id, ++seq));
        joiner.onRecord(trace.of(tool, id, ++seq));
        return holes;
    }

    @Benchmark
    public long baselineMap() {
        final int tool = random.nextInt(tools);
        int left = FIRST_TOOL + tool;
        for (int at = key.length - 1; at >= TOOL.length(); at--) {
            key[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        for (int message = 0; message < 2; message++) {
            map.get(key, state);
            map.put(key, state);
        }
        return state.holes();
    }
}
