package io.borelog.tools.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatioBarTest {
    private static final double NONE = Double.NaN;

    private final List<Measurement> measurements = new ArrayList<>();

    /** A server that is only named. */
    private record Named(String name, Kind kind) implements Server {
        @Override
        public String ack() {
            return "forced";
        }

        @Override
        public Running start(final Path work) {
            throw new UnsupportedOperationException();
        }
    }

    private static LoadFigures figures(final double perSecond, final double p99Us, final boolean ok) {
        return LoadFigures.parse(String.format(Locale.ROOT,
            "{\"msg_s\":%f,\"ack_us\":{\"p50\":1,\"p99\":%f,\"p999\":9},\"unacked\":%d,\"ok\":%b}", perSecond, p99Us, ok ? 0 : 7, ok),
            List.of());
    }

    private void round(final Load load, final int round, final LoadFigures floor, final LoadFigures ours) {
        measured(load, new Named(Floor.SYNC, Server.Kind.FLOOR), round, floor);
        measured(load, new Named(RatioBar.DISK, Server.Kind.BORELOG), round, ours);
    }

    private void measured(final Load load, final Server server, final int round, final LoadFigures figures) {
        measurements.add(new Measurement(load, server, round, "", figures, figures == null ? "it did not start" : null));
    }

    private PeersReport report(final Load... loads) {
        return new PeersReport(Map.of("cores", "2"), List.of(loads), measurements, List.of("nats is not installed"));
    }

    private static RatioBar bar(final Load load) {
        return RatioBar.ALL.stream().filter(one -> one.load() == load && one.server().equals(RatioBar.DISK)).findFirst().orElseThrow();
    }

    @Test
    void shouldDivideNeighboursOfTheSameRound() {
        round(Load.SMALL, 1, figures(100, 1, true), figures(60, 1, true));
        round(Load.SMALL, 2, figures(1_000, 1, true), figures(700, 1, true));
        round(Load.LARGE, 1, figures(1, 1, true), figures(9, 1, true));
        assertEquals(List.of(0.6, 0.7), bar(Load.SMALL).ratios(measurements));
        assertTrue(bar(Load.SMALL).isMetInAll(List.of(0.6, 0.7), bar(Load.SMALL).first()));
        assertFalse(bar(Load.SMALL).isMetInAll(List.of(0.6, 0.7), bar(Load.SMALL).goal()));
    }

    @Test
    void shouldTakeALowerLatencyForTheBetterOne() {
        round(Load.OPEN_LOOP, 1, figures(5_000, 1_000, true), figures(5_000, 2_900, true));
        round(Load.OPEN_LOOP, 2, figures(5_000, 1_000, true), figures(5_000, 3_100, true));
        final RatioBar bar = bar(Load.OPEN_LOOP);
        assertEquals(List.of(2.9, 3.1), bar.ratios(measurements));
        assertFalse(bar.isMetInAll(bar.ratios(measurements), bar.first()), "in one of two");
        assertTrue(bar.isMet(2.9, bar.first()));
        assertFalse(bar.isMet(3.1, bar.first()));
    }

    @Test
    void shouldHaveNoRatioOfWhatWasNotMeasuredOrCannotBeBelieved() {
        round(Load.SMALL, 1, figures(100, 1, true), null);
        round(Load.SMALL, 2, figures(100, 1, true), figures(100, 1, false));
        round(Load.SMALL, 3, figures(100, 1, false), figures(100, 1, true));
        final RatioBar bar = bar(Load.SMALL);
        assertEquals(List.of(NONE, NONE, NONE), bar.ratios(measurements));
        assertFalse(bar.isMet(NONE, bar.first()));
        assertFalse(bar(Load.OPEN_LOOP).isMet(NONE, 3));
        assertFalse(bar.isMetInAll(List.of(), bar.first()), "nothing was measured");
    }

    @Test
    void shouldSayEachRoundAndWhetherAllMeetTheBar() {
        round(Load.LARGE, 1, figures(100, 1, true), figures(120, 1, true));
        round(Load.LARGE, 2, figures(100, 1, true), figures(60, 1, true));
        round(Load.LARGE, 3, figures(100, 1, true), figures(260, 1, true));
        assertEquals(List.of(List.of("48 KB, disk: messages/s ÷ floor with fdatasync", "1.20, 0.600, 2.60", "0.600 / 1.20 / 2.60",
            "at least 0.700", "no: in 2 of 3", "at least 2.50", "no: in 1 of 3")), PeersPage.bars(report(Load.LARGE)));
        measurements.removeIf(one -> one.round() > 1);
        assertEquals("yes", PeersPage.bars(report(Load.LARGE)).get(0).get(4));
        measurements.remove(1);
        assertEquals("no: measured in 0 of 1", PeersPage.bars(report(Load.LARGE)).get(0).get(4));
    }

    @Test
    void shouldWriteEveryMeasurementAndEveryBarOfTheLoads() throws Exception {
        round(Load.LARGE, 1, figures(100, 1, true), figures(250, 1, true));
        measured(Load.LARGE, new Named("other", Server.Kind.PEER), 1, null);
        assertTrue(report(Load.LARGE).isComplete(), "a peer may fail");
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            report(Load.LARGE).write(json);
            json.writeEndObject();
        }
        final JsonNode written = new ObjectMapper().readTree(text.toString());
        assertEquals(1, written.path("bars").size());
        assertEquals(2.5, written.path("bars").path(0).path("ratios").path(0).asDouble());
        assertTrue(written.path("bars").path(0).path("goal_met").asBoolean());
        assertEquals(100, written.path("measurements").path(0).path("mqload").path("msg_s").asInt());
        assertEquals("it did not start", written.path("measurements").path(2).path("note").asText());
        assertTrue(PeersPage.markdown(report(Load.LARGE)).contains("| other | forced | - | - | - | - | - | it did not start |"));
        assertTrue(PeersPage.html(report(Load.LARGE)).contains("nats is not installed"));
        measured(Load.LARGE, new Named(Floor.NONE, Server.Kind.FLOOR), 1, null);
        assertFalse(report(Load.LARGE).isComplete());
    }

    @Test
    void shouldTakeTheMiddle() {
        assertEquals(2, PeersPage.median(List.of(3.0, 1.0, 2.0)));
        assertEquals(1.5, PeersPage.median(List.of(2.0, 1.0, NONE)));
        assertTrue(Double.isNaN(PeersPage.median(List.of())));
    }
}
