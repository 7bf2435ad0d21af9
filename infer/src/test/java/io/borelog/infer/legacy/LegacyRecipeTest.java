package io.borelog.infer.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.onnx.OnnxEstimator;
import io.borelog.infer.onnx.Recipes;
import io.borelog.infer.onnx.RuntimeOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe on holes whose numbers can be told by hand, and its network of the legacy size. */
class LegacyRecipeTest {
    private static final double MM_PER_SAMPLE = 0.01;

    private final FloatBuffer in = FloatBuffer.allocate(Windows.WINDOWS * Windows.SIZE);
    private final FloatBuffer out = FloatBuffer.allocate(Windows.WINDOWS * Windows.SIZE);
    private final LegacyRecipe recipe = new LegacyRecipe();
    private final KeyPoints points = new KeyPoints();

    /**
     * Idle to 4 mm, 2 A from there, 10 A from 8 mm on, idle again at 12 mm; 10 um a sample; step 2 begins 20 samples before 8 mm, the
     * highest torque is at sample 1000 exactly.
     */
    private static HoleCurves hole() {
        final HoleCurves hole = new HoleCurves();
        hole.count = 1500;
        hole.ensureCapacity(hole.count, 0);
        for (int i = 0; i < hole.count; i++) {
            hole.positionMm[i] = (float) (i * MM_PER_SAMPLE);
            hole.torqueA[i] = i < 400 ? 0 : i < 800 ? 2 : i < 1200 ? 10 : 0;
            hole.step[i] = i < 820 ? 1 : 2;
        }
        hole.torqueA[1000] = 11;
        return hole;
    }

    @Test
    void shouldReadEntryAndTransitionByTheRules() {
        assertEquals(Status.OK, recipe.prepare(hole(), in, 0));
        recipe.answer(out, 0, points);
        assertEquals(3.99, points.entryMm, 1e-5); // the last idle sample: flat behind it, rising ahead
        assertEquals(7.95, points.transitionMm, 0.05);
    }

    @Test
    void shouldDelayPhasesByRows() {
        recipe.prepare(hole(), in, 0);
        // sample 1000 is number 180 of step 2: row 60 of phase 0, so channels 0, 3, 6 .. show it in rows 60, 61, 62 ..
        final Windows windows = new Windows();
        windows.fill(hole(), in, 0);
        final int peak = 400 + 60 - windows.firstRow();
        for (int delay = 0; delay < 5; delay++) {
            assertTrue(at(0, peak + delay, 3 * delay) > at(0, peak + delay + 1, 3 * delay), "delay " + delay);
            assertTrue(at(0, peak + delay, 3 * delay) > at(0, peak + delay - 1, 3 * delay), "delay " + delay);
        }
        assertEquals(at(0, peak, 0), at(4, peak - 20, 0), "windows are five rows apart");
        assertEquals(-1.7f, at(3, 100, 15));
        assertEquals(0.69f, at(3, 100, 16));
    }

    private float at(final int window, final int row, final int channel) {
        return in.get((window * Windows.LENGTH + row) * Windows.CHANNELS + channel);
    }

    @Test
    void shouldPadWithMinusOneAndPositionZero() {
        final Windows windows = new Windows();
        windows.fill(hole(), in, 0);
        final int padding = 400 - windows.firstRow() - 1;
        assertEquals(-1, at(0, padding, 0));
        assertEquals(0, windows.positionMm(0, padding));
        assertEquals(0, windows.positionMm(0, padding + 2), "two rows late, from zero");
        assertEquals(8.21, windows.positionMm(0, padding + 3), 1e-5);
    }

    @Test
    void shouldTakeTheMeanOfThePositionsWhereTheHeatIsHighest() {
        recipe.prepare(hole(), in, 0);
        final Windows windows = new Windows();
        windows.fill(hole(), in, 0);
        final int row = 400 + 90 - windows.firstRow(); // row 90 of the hole: position of sample 820 + 3 * 88 + 1
        for (int window = 0; window < Windows.WINDOWS; window++) {
            heat(window, row - 5 * window, 0.5f);
        }
        out.put(16, 1e6f); // a channel that does not count
        for (int channel = 0; channel < 15; channel++) {
            out.put(17 * 3 + channel, -900); // below the floor: 0, and no heat
        }
        recipe.answer(out, 0, points);
        assertEquals(Status.OK, points.status);
        assertEquals(10.85, points.exitMm, 1e-4);
    }

    private void heat(final int window, final int row, final float heat) {
        for (int channel = 0; channel < 15; channel++) {
            out.put((window * Windows.LENGTH + row) * Windows.CHANNELS + channel, heat);
        }
    }

    @Test
    void shouldGiveNoExitAboveTheTransition() {
        recipe.prepare(hole(), in, 0);
        recipe.answer(out, 0, points); // no heat anywhere: the first row of each window, which is padding
        assertEquals(Status.OUT_OF_ORDER, points.status);
        assertEquals(3.99, points.entryMm, 1e-5);
        assertTrue(Double.isNaN(points.exitMm));
    }

    @Test
    void shouldNameWhatTheRulesCannotFind() {
        final HoleCurves noTorque = hole();
        Arrays.fill(noTorque.torqueA, 0);
        assertEquals(Status.NO_ENTRY, recipe.prepare(noTorque, in, 0));
        final HoleCurves noStep2 = hole();
        for (int i = 820; i < 1500; i++) {
            noStep2.step[i] = 3;
        }
        assertEquals(Status.NO_STEP_2, recipe.prepare(noStep2, in, 0));
        final HoleCurves early = hole();
        for (int i = 0; i < 1500; i++) {
            early.step[i] = i < 10 ? 1 : 2;
        }
        assertEquals(Status.TOO_SHORT, recipe.prepare(early, in, 0));
        final HoleCurves gap = hole();
        gap.torqueA[700] = Float.NaN;
        assertEquals(Status.BAD_CURVE, recipe.prepare(gap, in, 0));
        final HoleCurves oneStep = hole();
        Arrays.fill(oneStep.step, 2);
        assertEquals(Status.SINGLE_STEP, recipe.prepare(oneStep, in, 0));
        final HoleCurves stub = hole();
        stub.count = 821;
        assertEquals(Status.TOO_SHORT, recipe.prepare(stub, in, 0));
    }

    @Test
    void shouldHaveTheParametersOfTheLegacyNetwork() {
        assertEquals(1_249_752, PatchTsMixer.network(1).parameters());
    }

    @Test
    void shouldAnswerAHoleWithTheUntrainedNetwork(@TempDir final Path folder) throws Exception {
        LegacyModel.write(folder, 5, hole());
        final Recipes recipes = new Recipes().with(LegacyRecipe.PRE_PROCESSING, LegacyRecipe.POST_PROCESSING, LegacyRecipe::new);
        try (OnnxEstimator estimator = OnnxEstimator.open(folder, recipes, RuntimeOptions.REFERENCE, alert -> { })) {
            estimator.estimate(hole(), points);
            assertEquals(3.99, points.entryMm, 1e-5);
            assertEquals(7.95, points.transitionMm, 0.05);
        }
    }
}
