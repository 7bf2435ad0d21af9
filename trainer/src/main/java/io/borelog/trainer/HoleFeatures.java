package io.borelog.trainer;

import io.borelog.drilling.DrilledHole;
import java.util.Arrays;

/**
 * Figures of one hole that a simulator must get right, computed alike for a simulated hole and for a drill's own record. NaN where a hole
 * has no such thing.
 */
enum HoleFeatures {
    SAMPLES("samples") {
        @Override
        double of(final DrilledHole hole) {
            return hole.count;
        }
    },
    STEPS("distinct step codes") {
        @Override
        double of(final DrilledHole hole) {
            int steps = 0;
            for (int i = 0; i < hole.count; i++) {
                steps += i == 0 || hole.step[i] != hole.step[i - 1] ? 1 : 0;
            }
            return steps;
        }
    },
    STROKE("stroke, mm") {
        @Override
        double of(final DrilledHole hole) {
            return max(hole.positionMm, hole.count) - hole.positionMm[0];
        }
    },
    FASTEST_FEED("fastest step's feed, mm/s") {
        @Override
        double of(final DrilledHole hole) {
            double fastest = 0;
            for (int from = 0, i = 1; i <= hole.count; i++) {
                if (i == hole.count || hole.step[i] != hole.step[from]) {
                    if (i - from > 20) {
                        fastest = Math.max(fastest, 100.0 * (hole.positionMm[i - 1] - hole.positionMm[from]) / (i - from));
                    }
                    from = i;
                }
            }
            return fastest;
        }
    },
    SLOWEST_FEED("slowest step's feed, mm/s") {
        @Override
        double of(final DrilledHole hole) {
            double slowest = Double.NaN;
            for (int from = 0, i = 1; i <= hole.count; i++) {
                if (i == hole.count || hole.step[i] != hole.step[from]) {
                    if (i - from > 20) {
                        final double feed = 100.0 * (hole.positionMm[i - 1] - hole.positionMm[from]) / (i - from);
                        slowest = feed < slowest || Double.isNaN(slowest) ? feed : slowest;
                    }
                    from = i;
                }
            }
            return slowest;
        }
    },
    STANDING("share of increments that are not positive") {
        @Override
        double of(final DrilledHole hole) {
            int standing = 0;
            for (int i = 1; i < hole.count; i++) {
                standing += hole.positionMm[i] <= hole.positionMm[i - 1] ? 1 : 0;
            }
            return standing / (double) (hole.count - 1);
        }
    },
    BACK_OFF("largest back-off, mm") {
        @Override
        double of(final DrilledHole hole) {
            double deepest = hole.positionMm[0];
            double back = 0;
            for (int i = 0; i < hole.count; i++) {
                deepest = Math.max(deepest, hole.positionMm[i]);
                back = Math.max(back, deepest - hole.positionMm[i]);
            }
            return back;
        }
    },
    TORQUE_HIGH("torque, 95th percentile, A") {
        @Override
        double of(final DrilledHole hole) {
            return percentile(hole.torqueA, hole.count, 0.95);
        }
    },
    TORQUE_LOW("torque, 1st percentile, A") {
        @Override
        double of(final DrilledHole hole) {
            return percentile(hole.torqueA, hole.count, 0.01);
        }
    },
    TORQUE_RESOLUTION("torque, smallest step, A") {
        @Override
        double of(final DrilledHole hole) {
            double smallest = Double.NaN;
            for (int i = 1; i < hole.count; i++) {
                final double step = Math.abs(hole.torqueA[i] - hole.torqueA[i - 1]);
                smallest = step > 1e-4 && !(step > smallest) ? step : smallest;
            }
            return smallest;
        }
    },
    NOISE_IN_AIR("torque noise in the first 30 samples, A") {
        @Override
        double of(final DrilledHole hole) {
            return deviation(hole.torqueA, 0, Math.min(30, hole.count));
        }
    },
    RIPPLE("torque ripple in the hard layer, share") {
        @Override
        double of(final DrilledHole hole) {
            final double limit = 0.6 * percentile(hole.torqueA, hole.count, 0.97);
            double sum = 0;
            double squares = 0;
            int n = 0;
            for (int i = 2; i < hole.count; i++) {
                if (hole.torqueA[i] > limit && limit > 1) {
                    final double bend = hole.torqueA[i] - 0.5 * (hole.torqueA[i - 2] + hole.torqueA[i - 1]);
                    squares += bend * bend;
                    sum += hole.torqueA[i];
                    n++;
                }
            }
            return n < 20 ? Double.NaN : Math.sqrt(squares / n) / (sum / n);
        }
    },
    THRUST_HIGH("thrust, 95th percentile, A") {
        @Override
        double of(final DrilledHole hole) {
            return percentile(hole.thrustA, hole.count, 0.95);
        }
    },
    PEAK("largest torque at the end over 95th percentile") {
        @Override
        double of(final DrilledHole hole) {
            float peak = 0;
            for (int i = Math.max(0, hole.count - 40); i < hole.count; i++) {
                peak = Math.max(peak, hole.torqueA[i]);
            }
            return peak / Math.max(0.5, percentile(hole.torqueA, hole.count, 0.95));
        }
    };

    private final String title;

    HoleFeatures(final String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract double of(DrilledHole hole);

    private static double max(final float[] values, final int count) {
        float max = values[0];
        for (int i = 1; i < count; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    private static double percentile(final float[] values, final int count, final double share) {
        final float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[(int) (share * (count - 1))];
    }

    private static double deviation(final float[] values, final int from, final int to) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
            squares += (double) values[i] * values[i];
        }
        final double mean = sum / (to - from);
        return Math.sqrt(Math.max(0, squares / (to - from) - mean * mean));
    }
}
