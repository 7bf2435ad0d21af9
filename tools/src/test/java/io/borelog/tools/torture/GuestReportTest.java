package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.tools.guest.Boot;
import io.borelog.tools.torture.GuestCut.Traffic;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestReportTest {
    @TempDir
    private Path directory;

    @Test
    void shouldCountWhatADiskHadAtItsLastCut() throws Exception {
        final GuestReport report = new GuestReport(List.of(
            cut(1, Traffic.MANY, 20, 100, 0), cut(1, Traffic.NONE, -1, 150, 0), cut(2, Traffic.ONE_BY_ONE, -1, 7, 0)), 1, List.of());
        assertTrue(report.holds());
        final JsonNode json = json(report);
        assertEquals(157, json.path("acked").asLong());
        assertEquals(3, json.path("cuts").size());
        assertEquals(20, json.path("cuts").get(0).path("roll_ms").asLong());
        assertFalse(json.path("cuts").get(1).has("roll_ms"));
        assertEquals("one by one", json.path("cuts").get(2).path("in_flight").asText());
        final String text = String.join("\n", report.lines());
        assertTrue(text.contains("3 on 2 disks"), text);
        assertTrue(text.contains("messages acked: 157, lost: 0"), text);
        assertTrue(text.endsWith("nothing lost, nothing twice"), text);
    }

    @Test
    void shouldNotHoldWhereAMessageWasLostOrNothingWasAcked() {
        assertFalse(new GuestReport(List.of(cut(1, Traffic.MANY, -1, 100, 1)), 1, List.of()).holds());
        assertFalse(new GuestReport(List.of(cut(1, Traffic.MANY, -1, 0, 0)), 1, List.of()).holds());
        assertFalse(new GuestReport(List.of(cut(1, Traffic.MANY, -1, 100, 0)), 1, List.of("up ended with 4")).holds());
        assertFalse(new GuestReport(List.of(), 1, List.of()).holds());
    }

    @Test
    void shouldSayThatARollWasUndoneWhereItsFileIsLostOrHasNoMessage() throws Exception {
        final Path file = directory.resolve("19700102F.cq4");
        assertFalse(GuestLab.holdsMessage(file));
        Files.write(file, new byte[8192]);
        assertFalse(GuestLab.holdsMessage(file));
        Files.write(file, "\0\1\2OPCPUBSUB/box/tool/ResultManagement".getBytes(StandardCharsets.US_ASCII));
        assertTrue(GuestLab.holdsMessage(file));
    }

    private static GuestCut cut(final int disk, final Traffic traffic, final long rollMs, final long acked, final long lost) {
        return new GuestCut(disk, new Boot("up", "commit=1", true, 60), traffic, 30, rollMs, rollMs >= 0, acked, lost, acked / 3, 5);
    }

    private static JsonNode json(final GuestReport report) throws Exception {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            report.write(json);
            json.writeEndObject();
        }
        return new ObjectMapper().readTree(text.toString());
    }
}
