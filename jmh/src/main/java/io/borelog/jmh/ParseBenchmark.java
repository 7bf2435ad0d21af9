package io.borelog.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.tools.simulate.Dialect;
import io.borelog.tools.simulate.Hole;
import io.borelog.tools.simulate.HoleGenerator;
import io.borelog.tools.simulate.PayloadWriter;
import io.borelog.tools.simulate.SizeProfile;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to read a Trace of real size, about 270 kB, into its four curves, beside one pass of Jackson's streaming parser that
 * keeps nothing: every token, every number as a float?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {
    private static final long SEED = 1;
    private static final long NOON_S = 1_767_614_400;

    private final JsonFactory factory = new JsonFactory();
    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final Part part = new Part();
    private byte[] bytes;
    private UnsafeBuffer payload;

    @Setup
    public void render() {
        final Hole hole = new Hole();
        new HoleGenerator(SEED, 1, SizeProfile.TYPICAL, Dialect.GATEWAY_2025).generate(0, NOON_S, hole);
        bytes = new PayloadWriter().write(hole, io.borelog.tools.simulate.Part.TRACE, 0);
        payload = new UnsafeBuffer(bytes);
        if (reader.read(PartKind.TRACE, payload, 0, bytes.length, part, false) != null) {
            throw new IllegalStateException("the simulated Trace cannot be read");
        }
    }

    @Benchmark
    public Object trace() {
        return reader.read(PartKind.TRACE, payload, 0, bytes.length, part, false);
    }

    @Benchmark
    public float baselineJacksonTokens() throws IOException {
        float sum = 0;
        try (JsonParser parser = factory.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    sum += parser.getFloatValue();
                }
            }
        }
        return sum;
    }
}
