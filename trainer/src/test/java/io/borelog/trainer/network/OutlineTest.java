package io.borelog.trainer.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.infer.depth.PositionWindow;
import org.junit.jupiter.api.Test;

/** What one hole may cost, and how far the network must see. */
class OutlineTest {
    private final Outline outline = Outline.of(PositionWindow.CHANNELS);

    @Test
    void shouldStayWithinTheBudget() {
        assertTrue(outline.parameters() < 300_000, () -> outline.parameters() + " parameters");
        assertTrue(outline.multiplications() < 12_000_000, () -> outline.multiplications() + " multiply-adds");
    }

    @Test
    void shouldSeeHalfTheWindowByConvolutionsAlone() {
        assertTrue(outline.field() >= DepthNetwork.LENGTH / 2, () -> outline.field() + " cells");
    }
}
