package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few power cuts, where the machine lets us mount a disk of our own. */
class CrashLabIT {
    private static final int CUTS = 3;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void shouldKeepEveryAckedMessageOverPowerCuts() throws Exception {
        mountOrSkip();
        try (BorelogProcess lab = BorelogProcess.start(
            directory, "crashlab", List.of("crashlab", "--json", "--cuts", Integer.toString(CUTS)))) {
            assertEquals(0, lab.awaitExit(TimeUnit.MINUTES.toSeconds(5)), lab.said());
            final JsonNode report = new ObjectMapper().readTree(lab.out());
            assertTrue(report.path("cuts").asInt() >= CUTS, lab.said());
            assertEquals(0, report.path("acked_lost").asInt(), lab.said());
            assertTrue(report.path("acked").asLong() > 0, lab.said());
        }
    }

    /** Root, loop devices, ext4 and its shutdown call: tried, because nothing else tells. */
    private void mountOrSkip() throws Exception {
        try (CutDisk disk = CutDisk.format(directory, 64 << 20)) {
            disk.mount("commit=1");
            disk.cut();
        } catch (final java.io.IOException | com.sun.jna.LastErrorException ex) {
            Assumptions.abort("no disk of our own here: " + ex.getMessage());
        }
    }
}
