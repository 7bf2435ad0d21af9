package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullDiskPlanTest {
    private static List<String> cases(final String... only) {
        return new FullDiskPlan(Path.of("."), List.of(), List.of(), List.of(only), 1, 1).cases().stream().map(FullDiskCase::name).toList();
    }

    @Test
    void shouldMeanAllOneOrThoseThatBeginSo() {
        assertEquals(22, cases().size());
        assertEquals(List.of("tmpfs/load"), cases("tmpfs/load"));
        assertEquals(List.of("ext4/roll-inbound", "ext4/roll-matched", "ext4/roll-estimated-0", "ext4/roll-outbound"), cases("ext4/roll"));
        assertEquals(List.of("tmpfs/load", "ext4/load"), cases("tmpfs/load", "ext4/load", "tmpfs/load"));
    }

    @Test
    void shouldNameTheCasesWhereOneIsUnknown() {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> cases("xfs/load"));
        assertTrue(ex.getMessage().contains("xfs/load") && ex.getMessage().contains("ext4/load-killed"), ex.getMessage());
    }
}
