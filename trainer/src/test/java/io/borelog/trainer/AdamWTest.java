package io.borelog.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.trainer.network.Tensor;
import io.borelog.trainer.network.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final double RATE = 0.01;
    private final List<Tensor> tensors = List.of(tensor("w", Tensor.Role.WEIGHT), tensor("b", Tensor.Role.BIAS),
        tensor("s", Tensor.Role.STATISTIC));
    private final Weights weights = new Weights(tensors);
    private final Weights gradients = new Weights(tensors);
    private final AdamW adam = new AdamW(weights);

    private static Tensor tensor(final String name, final Tensor.Role role) {
        return new Tensor(name, new long[] {2}, role);
    }

    private static Recipe recipe(final double decay, final double clip) {
        return new Recipe(1, 1_000_000, 1, RATE, 1, decay, clip, 0.999);
    }

    private static void set(final Weights of, final String name, final float first, final float second) {
        of.get(name)[0] = first;
        of.get(name)[1] = second;
    }

    @Test
    void shouldBeginWithStepsOfTheRateWhateverTheGradientsSize() {
        set(gradients, "w", 30, -0.002f);
        adam.step(weights, gradients, recipe(0, 1e9), 0);
        assertArrayEquals(new float[] {(float) -RATE, (float) RATE}, weights.get("w"), 1e-6f);
    }

    @Test
    void shouldDecayWeightsOnlyAndLeaveStatisticsAlone() {
        set(weights, "w", 1, 1);
        set(weights, "b", 1, 1);
        set(weights, "s", 1, 1);
        set(gradients, "s", 5, 5);
        adam.step(weights, gradients, recipe(0.5, 1e9), 0);
        assertEquals((float) (1 - RATE * 0.5), weights.get("w")[0]);
        assertEquals(1, weights.get("b")[0]);
        assertEquals(1, weights.get("s")[0]);
    }

    @Test
    void shouldFollowTheGradientDownToTheLowestPoint() {
        for (int step = 0; step < 2000; step++) {
            set(gradients, "b", weights.get("b")[0] - 3, 2 * (weights.get("b")[1] + 1));
            adam.step(weights, gradients, recipe(0, 1e9), step);
        }
        assertArrayEquals(new float[] {3, -1}, weights.get("b"), 0.01f);
    }

    @Test
    void shouldReportTheGradientsLengthAndShortenIt() {
        set(gradients, "w", 30, 40);
        assertEquals(50, adam.step(weights, gradients, recipe(0, 1), 0), 1e-6);
        set(gradients, "w", 0.3f, 0.4f);
        final float before = weights.get("w")[0];
        adam.step(weights, gradients, recipe(0, 1), 1);
        // had the first gradient not been shortened to (0.6, 0.8), it would outweigh the second by far
        assertTrue(before - weights.get("w")[0] < RATE, "moved by " + (before - weights.get("w")[0]));
    }

    @Test
    void shouldRefuseAGradientThatIsNotFinite() {
        set(gradients, "w", Float.NaN, 0);
        final IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> adam.step(weights, gradients, recipe(0, 1), 7));
        assertEquals("the gradient of step 7 is not finite: the rate 0.01 is too high", refused.getMessage());
    }
}
