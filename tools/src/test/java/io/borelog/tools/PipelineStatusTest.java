package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineStatusTest {
    @Test
    void shouldSayHealthyOfAStageWithoutWork() {
        assertEquals("HEALTHY", health(StageState.READY, 0, 0, 7, 7));
    }

    @Test
    void shouldSayStalledOfAStageThatIsHeldUpByAFullDisk() {
        assertEquals("STALLED", health(StageState.WAITING, 0, 0, 7, 7));
    }

    @Test
    void shouldSayStalledWhereTheLagGrowsAndNothingIsTaken() {
        assertEquals("STALLED", health(StageState.READY, 3, 4, 7, 7));
    }

    @Test
    void shouldSayFallingBehindWhereTheLagGrowsFasterThanItIsTaken() {
        assertEquals("FALLING_BEHIND", health(StageState.READY, 3, 4, 7, 8));
        assertEquals("HEALTHY", health(StageState.READY, 4, 3, 7, 9));
    }

    @Test
    void shouldSayStalledOfAStageThatIsDown() {
        assertEquals("STALLED", health(StageState.DOWN, 0, 0, 7, 7));
    }

    private static String health(final StageState now, final long lagBefore, final long lag, final long inBefore, final long in) {
        return status(now, lag, in).health(status(StageState.READY, lagBefore, inBefore));
    }

    private static PipelineStatus status(final StageState state, final long lag, final long in) {
        return new PipelineStatus(0, List.of(new PipelineStatus.Stage(StageName.CORRELATE, 1, state, in, 0, lag, 0, null, "", false)),
            List.of(), 0);
    }
}
