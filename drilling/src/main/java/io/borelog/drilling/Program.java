package io.borelog.drilling;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps that drill a {@link Stack}, drawn once per hole. Usual: an approach, perhaps in air, through the soft layers; a slow drilling
 * step that begins when the tip feels the last layer, or before; a countersink step that seats at its very end. Odd: changes anywhere.
 *
 * @param startMm first position of the record
 * @param seatA   torque of the countersink at full depth, 0 for none
 * @param seatMm  depth over which it grows, up to the end of the last step
 */
record Program(double startMm, List<Leg> legs, double seatA, double seatMm, double seatPower, boolean odd) {
    private static final double MAX_END_MM = 56;

    double endMm() {
        return legs.get(legs.size() - 1).toMm();
    }

    static Program draw(final Draw draw, final Conditions conditions, final Stack stack) {
        return new Drawing(draw, conditions, stack).draw();
    }

    private static final class Drawing {
        private final Draw draw;
        private final Conditions conditions;
        private final Stack stack;
        private final List<Leg> legs = new ArrayList<>(5);
        private int code;
        private double atMm;

        private Drawing(final Draw draw, final Conditions conditions, final Stack stack) {
            this.draw = draw;
            this.conditions = conditions;
            this.stack = stack;
        }

        private Program draw() {
            final double top = stack.sheets().get(0).topMm();
            final double coneMm = stack.ramp().fullMm();
            final double goneMm = stack.last().bottomMm() + coneMm;
            final double startMm = Math.max(0.2, top - (draw.chance(0.8) ? draw.between(0.6, 8.0) : draw.between(8.0, 15.0)));
            final boolean odd = draw.chance(0.15);
            code = draw.chance(0.3) ? 0 : draw.chance(0.8) ? 1 : 2;
            atMm = startMm;
            if (odd) {
                addAnywhere(goneMm);
            } else {
                addApproach(top, coneMm);
            }
            final double overtravelMm = draw.between(0.2, 3.2);
            final boolean countersinks = draw.chance(0.75);
            final boolean seats = draw.chance(countersinks ? 0.85 : 0.25);
            double seatMm = draw.between(0.8, 4.5);
            if (countersinks) {
                add(goneMm + overtravelMm, false);
                add(Math.min(MAX_END_MM, Math.max(goneMm + overtravelMm + 1.0, goneMm + draw.between(2.0, 18.0))), true);
                seatMm = Math.min(seatMm, endMm() - goneMm - overtravelMm - 0.2);
            } else {
                add(goneMm + overtravelMm + (seats ? seatMm : 0), false);
            }
            return new Program(startMm, List.copyOf(legs), seats ? new Span(0.8, 22).log(draw) : 0, seatMm, draw.between(1.0, 2.5), odd);
        }

        private double endMm() {
            return legs.get(legs.size() - 1).toMm();
        }

        private void addApproach(final double topMm, final double coneMm) {
            if (draw.chance(0.35)) {
                add(topMm - draw.between(0.05, 0.5), true);
            }
            final double kind = draw.between(0.0, 1.0);
            final double lastTopMm = stack.last().topMm();
            if (stack.sheets().size() == 1 || kind < 0.12) {
                add(topMm - draw.between(0.0, 0.6), true);
            } else if (kind < 0.7) {
                add(lastTopMm + draw.between(0.05, 0.8) * coneMm, true); // ends when the torque rises
            } else if (kind < 0.95) {
                add(Math.max(atMm + 0.5, lastTopMm - draw.between(0.0, 3.0)), true); // ends at its stroke
            }
        }

        private void addAnywhere(final double goneMm) {
            for (int i = draw.between(0, 3); i > 0; i--) {
                add(draw.between(atMm + 0.3, goneMm), draw.chance(0.5));
            }
        }

        private void add(final double toMm, final boolean fast) {
            if (toMm < atMm + 0.4) {
                return;
            }
            final boolean oscillates = !fast && draw.chance(0.3);
            final double feed = fast ? conditions.fastFeedMmPerS.even(draw)
                : oscillates ? draw.between(0.14, 0.3) : conditions.drillFeedMmPerS.log(draw);
            final double retract = draw.between(0.0, 1.0);
            legs.add(new Leg(code, toMm, feed,
                fast ? draw.between(0.2, 1.0) : 1.0, fast ? 1.0 : draw.between(0.5, 1.5),
                draw.chance(0.15) ? draw.between(-1.6, 0.2) : 0.1 * draw.bell(), 0.012 * draw.bell(),
                draw.chance(0.85) ? draw.between(0, 8) : draw.between(9, 60),
                retract < 0.05 ? 0 : retract < 0.85 ? draw.between(0.1, 0.4) : draw.between(0.4, 3.0),
                oscillates, !fast && !oscillates && draw.chance(0.07) ? draw.between(0.5, 2.5) : 0));
            code += draw.chance(0.92) ? 1 : 2;
            atMm = toMm;
        }
    }
}
