package io.borelog.trainer;

import io.borelog.trainer.network.DepthNetwork;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Ramps up and down in noise: enough to see in a minute that the machinery learns. */
final class ToySource implements ExampleSource {
    private static final int CHANNELS = 6;
    private final long seed;

    ToySource(final long seed) {
        this.seed = seed;
    }

    @Override
    public int channels() {
        return CHANNELS;
    }

    @Override
    public void example(final long number, final float[] input, final float[] target) {
        final SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        final double entry = random.nextDouble(50, 400);
        final double transition = random.nextInt(4) == 0 ? Double.NaN : entry + random.nextDouble(80, 250);
        final double exit = (Double.isNaN(transition) ? entry : transition) + random.nextDouble(80, 250);
        final double[] places = {entry, transition, exit};
        final double[] heights = {random.nextDouble(0.2, 1), random.nextDouble(1.2, 2), 0};
        final double width = random.nextDouble(5, 40);
        final double noise = random.nextDouble(0.02, 0.2);
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < DepthNetwork.LENGTH; i++) {
                double level = heights[0] * ramp(i - entry, width);
                if (!Double.isNaN(transition)) {
                    level += (heights[1] - heights[0]) * ramp(i - transition, width);
                }
                level *= 1 - ramp(i - exit, width);
                input[c * DepthNetwork.LENGTH + i] = (float) (level * (1 + 0.1 * c) + noise * gaussian(random));
            }
        }
        Arrays.fill(target, 0);
        for (int k = 0; k < DepthNetwork.KEY_POINTS; k++) {
            final int row = k * DepthNetwork.PLACES;
            if (Double.isNaN(places[k])) {
                target[row + DepthNetwork.LENGTH] = 1;
                continue;
            }
            double sum = 0;
            for (int i = 0; i < DepthNetwork.LENGTH; i++) {
                final double distance = (i - places[k]) / 1.5;
                target[row + i] = (float) Math.exp(-0.5 * distance * distance);
                sum += target[row + i];
            }
            for (int i = 0; i < DepthNetwork.LENGTH; i++) {
                target[row + i] /= (float) sum;
            }
        }
    }

    private static double ramp(final double distance, final double width) {
        return Math.max(0, Math.min(1, 0.5 + distance / width));
    }

    private static double gaussian(final SplittableRandom random) {
        return random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble() - 2;
    }
}
