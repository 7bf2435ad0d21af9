package io.borelog.infer.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import org.junit.jupiter.api.Test;

class KeyPointHeatTest {
    private final KeyPointHeat points = new KeyPointHeat();
    private final KeyPoints answer = new KeyPoints();
    private final float[] heat = new float[KeyPointHeat.SIZE];

    @Test
    void shouldPlaceAPointBetweenTwoCells() {
        put(0, 100, 0.4f);
        put(0, 101, 0.4f);
        points.read(heat, 0, 2.0);
        assertEquals(2.0 + 101 * PositionWindow.CELL_MM, points.positionMm(0), 1e-6);
        assertEquals(0.8, points.confidence(0), 1e-6);
    }

    @Test
    void shouldTakeTheHeaviestStretchAndNotTheHighestCell() {
        put(1, 50, 0.3f);
        for (int i = 0; i < 7; i++) {
            put(1, 200 + i, 0.1f);
        }
        points.read(heat, 0, 0);
        assertEquals(203.5 * PositionWindow.CELL_MM, points.positionMm(1), 1e-6);
    }

    @Test
    void shouldAnswerThreePoints() {
        put(0, 100, 0.95f);
        put(1, 200, 0.95f);
        put(2, 300, 0.95f);
        assertAnswer(Status.OK, 5.025, 10.025, 15.025);
    }

    @Test
    void shouldNameThePointThatTheHoleHasNot() {
        put(0, 100, 0.95f);
        put(2, 300, 0.95f);
        none(1, 0.95f);
        assertAnswer(Status.NO_TRANSITION, 5.025, Double.NaN, 15.025);
        none(2, 0.99f);
        put(2, 300, 0.01f);
        assertAnswer(Status.NO_EXIT, 5.025, Double.NaN, Double.NaN);
        none(0, 0.99f);
        put(0, 100, 0.01f);
        assertAnswer(Status.NO_SIGNAL, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void shouldGiveAStatusAndNoNumberWhereItIsUnsure() {
        put(0, 100, 0.95f);
        put(1, 200, 0.3f);
        put(1, 250, 0.3f);
        put(2, 300, 0.95f);
        assertAnswer(Status.LOW_CONFIDENCE, 5.025, Double.NaN, 15.025);
    }

    @Test
    void shouldGiveNoNumbersInAnImpossibleOrder() {
        put(0, 200, 0.95f);
        put(1, 100, 0.95f);
        put(2, 300, 0.95f);
        assertAnswer(Status.LOW_CONFIDENCE, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void shouldLookForTheTransitionBeforeASureExit() {
        put(0, 100, 1f);
        put(1, 200, 0.45f);
        put(1, 290, 0.1f);
        put(1, 298, 0.45f);
        put(2, 300, 1f);
        assertAnswer(Status.OK, 5.025, 10.025, 15.025);
        assertEquals(1, points.confidence(1), 1e-6);
    }

    @Test
    void shouldConcludeNothingFromAnExitThatContradictsTheTransition() {
        put(0, 100, 1f);
        put(1, 200, 0.01f);
        put(1, 298, 0.99f);
        put(2, 300, 1f);
        assertAnswer(Status.LOW_CONFIDENCE, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void shouldFindAPointAtTheEdgeOfTheWindow() {
        put(0, 0, 1f);
        put(2, PositionWindow.CELLS - 1, 1f);
        points.read(heat, 0, 0);
        assertTrue(points.confidence(0) > 0.99 && points.confidence(2) > 0.99);
        assertEquals(0.025, points.positionMm(0), 1e-6);
    }

    private void assertAnswer(final Status status, final double entry, final double transition, final double exit) {
        points.read(heat, 0, 0);
        points.answer(answer);
        assertEquals(status, answer.status);
        assertEquals(entry, answer.entryMm, 1e-6);
        assertEquals(transition, answer.transitionMm, 1e-6);
        assertEquals(exit, answer.exitMm, 1e-6);
    }

    private void put(final int point, final int cell, final float probability) {
        heat[point * KeyPointHeat.PLACES + cell] = probability;
    }

    private void none(final int point, final float probability) {
        put(point, PositionWindow.CELLS, probability);
    }
}
