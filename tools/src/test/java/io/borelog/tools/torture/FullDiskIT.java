package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code borelog fulldisk} as people run it, a case on each file system, where the machine lets us mount them. */
class FullDiskIT {
    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void shouldSurviveFullDisksAndGoOnByItself() throws Exception {
        mountOrSkip();
        try (BorelogProcess lab = BorelogProcess.start(directory, "fulldisk", List.of(
            "fulldisk", "--json", "--rounds", "1", "--only", "tmpfs/load", "--only", "ext4/reboot"))) {
            lab.awaitExit(TimeUnit.MINUTES.toSeconds(5)); // 1 also where a busy host took longer than the bar
            final JsonNode report = new ObjectMapper().readTree(lab.out());
            assertEquals(2, report.path("cases").size(), lab.said());
            for (final JsonNode one : report.path("cases")) {
                assertTrue(one.path("ok").asBoolean(), lab.said());
                assertEquals(1, one.path("full").asInt(), lab.said());
                assertTrue(one.path("holes").asLong() > 0, lab.said());
            }
        }
    }

    /** Root, tmpfs, loop devices and ext4: tried, because nothing else tells. */
    private void mountOrSkip() throws Exception {
        try (SmallDisk memory = SmallDisk.tmpfs(directory, 1 << 20)) {
            memory.unmount();
            try (CutDisk disk = CutDisk.format(directory, 64 << 20)) {
                disk.mount("commit=1");
            }
        } catch (final IOException ex) {
            Assumptions.abort("no disk of our own here: " + ex.getMessage());
        }
    }
}
