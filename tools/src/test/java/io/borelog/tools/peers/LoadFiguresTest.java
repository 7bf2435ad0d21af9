package io.borelog.tools.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadFiguresTest {
    /** As mqload says it, shortened. */
    private static final String SAID = """
        {"mode":"pub","conns":10,"sent":50000,"acked":50000,"nacked":0,"unacked":0,"unknown_acks":0,"unsent":0,"disconnects":0,"msg_s":5000,
         "ack_us":{"n":35000,"mean":125.7,"p50":99.3,"p90":122.9,"p99":974.8,"p999":5111.8,"max":7613.3},"gen_cpu_s":0.99,
         "srv_cpu_s":5.09,"srv_cpu_s_per_100k":10.180,"ok":true}
        """;

    @Test
    void shouldReadWhatTheGeneratorSays() {
        final LoadFigures figures = LoadFigures.parse(SAID, List.of("63 2", "131071 1"));
        assertEquals(5_000, figures.messagesPerSecond());
        assertEquals(0.0993, figures.ackMs("p50"), 1e-9);
        assertEquals(0.9748, figures.ackMs("p99"), 1e-9);
        assertEquals(5.1118, figures.ackMs("p999"), 1e-9);
        assertEquals(10.18, figures.cpuSecondsPer100k());
        assertTrue(figures.isClean());
        assertEquals("", figures.trouble());
        assertEquals(3, figures.acks().getTotalCount());
        assertTrue(figures.acks().valuesAreEquivalent(131_071, figures.acks().getMaxValue()));
    }

    @Test
    void shouldNameWhatMustNotBe() {
        final LoadFigures figures = LoadFigures.parse(
            SAID.replace("\"unacked\":0", "\"unacked\":3").replace("\"unsent\":0", "\"unsent\":1200").replace("true", "false"), List.of());
        assertFalse(figures.isClean());
        assertEquals("3 unacknowledged, 1200 due and not sent", figures.trouble());
        assertEquals("not ok, says mqload", LoadFigures.parse(SAID.replace("true", "false"), List.of()).trouble());
    }

    @Test
    void shouldNotInventTheProcessorTimeThatWasNotMeasured() {
        assertTrue(Double.isNaN(LoadFigures.parse(SAID.replace("srv_cpu_s_per_100k", "other"), List.of()).cpuSecondsPer100k()));
    }

    @Test
    void shouldRefuseWhatIsNoFigures() {
        for (final String said : List.of("", "mqload: usage", "{}", SAID.replace("p99\"", "p98\""), SAID.replace("\"ok\"", "\"no\""))) {
            final StageException ex = assertThrows(StageException.class, () -> LoadFigures.parse(said, List.of()), said);
            assertEquals(ExitCode.CHECK_FAILED, ex.exitCode());
            assertTrue(ex.getMessage().startsWith("mqload said no figures: "), ex.getMessage());
        }
    }
}
