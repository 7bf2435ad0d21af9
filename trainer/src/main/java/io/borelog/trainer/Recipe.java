package io.borelog.trainer;

/**
 * All that decides what comes out of a training, besides the source of the examples.
 *
 * @param steps batches in all
 * @param rows examples in a batch
 * @param peakRate learning rate after the warm-up
 * @param warmUp steps in which the rate rises from 0
 * @param decay what a weight loses a step, as a share of it, at a rate of 1
 * @param clip greatest length of a gradient
 * @param averaging share of the old in the moving average of the weights, which is what is exported
 */
public record Recipe(long seed, int steps, int rows, double peakRate, int warmUp, double decay, double clip, double averaging) {
    /** What was found to work. */
    public static Recipe of(final long seed, final int steps) {
        return new Recipe(seed, steps, 32, 3e-3, Math.max(1, Math.min(500, steps / 10)), 1e-2, 1, 0.999);
    }

    /** Rises in a line, then falls to 0 as half a cosine. */
    double rate(final int step) {
        if (step < warmUp) {
            return peakRate * (step + 1) / warmUp;
        }
        return peakRate * 0.5 * (1 + StrictMath.cos(StrictMath.PI * (step - warmUp) / (steps - warmUp)));
    }

    /** Share of the new weights that enters the average; large at first, so that the start is forgotten. */
    float averagingShare(final int step) {
        return (float) (1 - Math.min(averaging, (1.0 + step) / (10.0 + step)));
    }
}
