package io.borelog.drilling;

/**
 * Draws and drills holes: hole {@code n} of a seed and of some {@link Conditions} is always the same. Not thread-safe; holes may be asked
 * for in any order, so several drills can share the work.
 */
public final class Drill {
    /** Too little of a record behind a key point to tell it. */
    private static final double BEHIND_MM = 0.15;
    private static final double AIR_SHARE = 0.02;
    private static final double CUT_SHORT_SHARE = 0.04;
    private static final double BEGINS_INSIDE_SHARE = 0.03;

    private final long seed;
    private final Conditions conditions;
    private final Sensor sensor = new Sensor();

    public Drill(final long seed, final Conditions conditions) {
        this.seed = seed;
        this.conditions = conditions;
    }

    /** Overwrites {@code into} with hole {@code number}. */
    public void drill(final long number, final DrilledHole into) {
        final Draw draw = new Draw(seed ^ (long) conditions.ordinal() << 56, number);
        into.clear();
        final Stack stack = Stack.draw(draw, conditions);
        final Program program = Program.draw(draw, conditions, stack);
        final double kind = draw.between(0.0, 1.0);
        final boolean air = kind < AIR_SHARE;
        double fromMm = program.startMm();
        double toMm = program.endMm();
        if (kind > 1 - CUT_SHORT_SHARE) {
            toMm = draw.between(stack.entryMm() + 0.5, stack.exitMm() - 0.2);
        } else if (kind > 1 - CUT_SHORT_SHARE - BEGINS_INSIDE_SHARE) {
            fromMm = draw.between(stack.entryMm() + 0.3, stack.entryMm() + 0.3 + 0.5 * stack.sheets().get(0).thicknessMm());
        }
        toMm = Math.min(toMm, sensor.record(stack, program, air, fromMm, toMm, conditions, draw, into));
        if (!air) {
            into.layers = stack.sheets().size();
            into.entryMm = within(stack.entryMm(), fromMm, toMm);
            into.transitionMm = within(stack.transitionMm(), fromMm, toMm);
            into.exitMm = within(stack.exitMm(), fromMm, toMm);
        }
        into.wear = stack.wear();
        into.oddLayout = program.odd();
    }

    private static double within(final double pointMm, final double fromMm, final double toMm) {
        return pointMm > fromMm + BEHIND_MM && pointMm < toMm - BEHIND_MM ? pointMm : Double.NaN;
    }
}
