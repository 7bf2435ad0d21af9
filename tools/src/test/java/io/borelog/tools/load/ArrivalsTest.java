package io.borelog.tools.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private long nowNs;
    private final Arrivals arrivals = new Arrivals(() -> nowNs);

    private void estimate(final String resultId, final long atMs) {
        nowNs = atMs * MS;
        final ObjectNode estimate = JsonNodeFactory.instance.objectNode();
        arrivals.received(estimate.put("toolbox", "box").put("tool", "tool").put("resultId", resultId));
    }

    private static void checkMs(final long ms, final Histogram histogram) {
        assertEquals(1, histogram.getTotalCount());
        assertEquals(ms, Math.round((double) histogram.getMaxValue() / MS));
    }

    @Test
    void shouldCountFromDueAndFromTheLastAck() {
        arrivals.begin();
        arrivals.due("box", "tool", "7", 100 * MS);
        arrivals.acked("box", "tool", "7", 130 * MS);
        estimate("7", 142);
        checkMs(42, arrivals.sinceDue());
        checkMs(12, arrivals.sinceAcked());
        assertEquals(1, arrivals.received());
    }

    @Test
    void shouldTakeAnEstimateThatIsHeardOfBeforeTheAck() {
        arrivals.begin();
        arrivals.due("box", "tool", "7", 100 * MS);
        estimate("7", 142);
        assertEquals(1, arrivals.received());
        assertEquals(0, arrivals.sinceAcked().getTotalCount());
        arrivals.acked("box", "tool", "7", 143 * MS);
        checkMs(42, arrivals.sinceDue());
        checkMs(0, arrivals.sinceAcked());
    }

    @Test
    void shouldCountAnEstimateOnceAndNoneOfAnEarlierRate() {
        arrivals.begin();
        arrivals.due("box", "tool", "7", 0);
        arrivals.begin();
        arrivals.due("box", "tool", "8", 0);
        estimate("7", 10);
        estimate("8", 20);
        estimate("8", 30);
        estimate("9", 40);
        arrivals.acked("box", "tool", "7", 50 * MS);
        checkMs(20, arrivals.sinceDue());
        assertEquals(0, arrivals.sinceAcked().getTotalCount());
        assertEquals(1, arrivals.received());
    }
}
