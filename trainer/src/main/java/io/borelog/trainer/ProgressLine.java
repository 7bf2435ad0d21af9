package io.borelog.trainer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says every 50 steps how it goes: mean loss and speed since the line before. */
final class ProgressLine implements Training.Progress {
    private static final int EVERY = 50;

    private final Recipe recipe;
    private final LongSupplier nanoClock;
    private final PrintStream out;
    private long since;
    private int steps;
    private double losses;

    ProgressLine(final Recipe recipe, final LongSupplier nanoClock, final PrintStream out) {
        this.recipe = recipe;
        this.nanoClock = nanoClock;
        this.out = out;
        since = nanoClock.getAsLong();
    }

    @Override
    public void step(final int step, final float loss, final double gradientLength) {
        steps++;
        losses += loss;
        if (step % EVERY == 0 || step == recipe.steps()) {
            final long now = nanoClock.getAsLong();
            out.printf(Locale.ROOT, "step %d of %d  loss %.4f  gradient %.3f  rate %.2e  %.0f examples/s%n", step, recipe.steps(),
                losses / steps, gradientLength, recipe.rate(step - 1), 1e9 * steps * recipe.rows() / (now - since));
            since = now;
            steps = 0;
            losses = 0;
        }
    }
}
