package io.borelog.drilling;

import java.util.ArrayList;
import java.util.List;

/**
 * What is drilled and with which tip: drawn once per hole. Layers lie one upon the other; the last one differs from the one above by
 * enough to be felt, or there would be no transition to find.
 *
 * @param webShare part of the thrust that the chisel edge takes, from the first contact on
 */
record Stack(List<Sheet> sheets, Ramp ramp, double webShare, double wear) {
    private static final double MIN_CONTRAST = 0.5;
    /** A last layer that is weaker than this share of the one above could not be told from a bore that rubs. */
    private static final double MIN_SHARE_BELOW = 0.3;
    /** The same for a soft one, which takes as little as half its own torque in a slow step. */
    private static final double MIN_SOFT_SHARE_BELOW = 0.6;
    private static final double MAX_STACK_MM = 36;

    double entryMm() {
        return sheets.get(0).topMm() + ramp.halfMm();
    }

    /** NaN for a single layer. */
    double transitionMm() {
        return sheets.size() < 2 ? Double.NaN : last().topMm() + ramp.halfMm();
    }

    double exitMm() {
        return last().bottomMm() + ramp.halfMm();
    }

    Sheet last() {
        return sheets.get(sheets.size() - 1);
    }

    static Stack draw(final Draw draw, final Conditions conditions) {
        final double wear = draw.chance(0.35) ? draw.between(0.0, conditions.maxWear) : draw.between(0.0, 0.1);
        final double coneMm = conditions.coneMm.log(draw) * (1 + 0.1 * wear);
        final boolean twoCones = draw.chance(0.4);
        final Ramp ramp = new Ramp(coneMm, conditions.power.even(draw), twoCones ? draw.between(0.1, 0.7) : 0,
            coneMm * draw.between(0.35, 0.9), coneMm * draw.between(0.05, 0.3) + 0.15 * wear);
        final double kind = draw.between(0.0, 1.0);
        final int count = kind < 0.13 ? 1 : kind < 0.72 ? 2 : kind < 0.94 ? 3 : 4;
        final List<Sheet> sheets = new ArrayList<>(count);
        double topMm = draw.between(1.5, 16.0);
        for (int i = 0; i < count; i++) {
            final Sheet sheet = drawSheet(draw, conditions, i, count, topMm, coneMm, wear, i == 0 ? null : sheets.get(i - 1));
            sheets.add(sheet);
            topMm = sheet.bottomMm();
            if (topMm > MAX_STACK_MM) {
                break;
            }
        }
        return new Stack(List.copyOf(sheets), ramp, draw.between(0.0, 0.5), wear);
    }

    private static Sheet drawSheet(final Draw draw, final Conditions conditions, final int index, final int count, final double topMm,
                                   final double coneMm, final double wear, final Sheet above) {
        final boolean last = index == count - 1;
        while (true) {
            final int hardness = drawHardness(draw, index, last);
            final double torqueA = switch (hardness) {
                case Sheet.SOFT -> conditions.softA.log(draw) * (1 + 0.5 * wear);
                case Sheet.MIDDLE -> conditions.middleA.log(draw) * (1 + 0.6 * wear);
                default -> conditions.hardA.log(draw) * (1 + 0.8 * wear);
            };
            final double growthShare = hardness == Sheet.SOFT && draw.chance(0.4) ? draw.between(0.2, 1.6)
                : draw.between(-0.1, 0.12 + 0.3 * wear);
            if (last && above != null) {
                final double before = above.torqueAt(above.thicknessMm());
                if (Math.abs(StrictMath.log(torqueA / before)) < MIN_CONTRAST || Math.abs(torqueA - before) < 0.6
                    || torqueA < (hardness == Sheet.SOFT ? MIN_SOFT_SHARE_BELOW : MIN_SHARE_BELOW) * before) {
                    continue;
                }
            }
            final boolean falls = above != null && torqueA < above.torqueA();
            final double thicknessMm = Math.max((falls ? 1.4 : 0.7) * coneMm, new Span(1.4, index == 0 ? 16 : 13).log(draw));
            final double thrustA = switch (hardness) {
                case Sheet.SOFT -> new Span(0.02, 0.3).log(draw);
                case Sheet.MIDDLE -> new Span(0.05, 0.5).log(draw);
                default -> new Span(0.15, 2.5).log(draw);
            };
            return new Sheet(hardness, topMm, topMm + thicknessMm, torqueA, thrustA * (1 + wear), growthShare, draw.between(1.5, 9.0));
        }
    }

    private static int drawHardness(final Draw draw, final int index, final boolean last) {
        final double kind = draw.between(0.0, 1.0);
        if (last) {
            return kind < 0.72 ? Sheet.HARD : kind < 0.9 ? Sheet.MIDDLE : Sheet.SOFT;
        }
        if (index == 0) {
            return kind < 0.75 ? Sheet.SOFT : kind < 0.9 ? Sheet.MIDDLE : Sheet.HARD;
        }
        return kind < 0.35 ? Sheet.SOFT : kind < 0.8 ? Sheet.MIDDLE : Sheet.HARD;
    }

    /** Torque of a tip at this position in a given step, without noise, A. */
    double torqueA(final double positionMm, final Leg leg) {
        double torque = 0;
        for (int i = 0; i < sheets.size(); i++) {
            final Sheet sheet = sheets.get(i);
            final double engaged = engaged(sheet, positionMm, i == sheets.size() - 1 ? bulgeMm(leg) : 0);
            if (engaged > 0) {
                torque += leg.share(sheet) * sheet.torqueAt(positionMm - sheet.topMm()) * engaged;
            }
        }
        return torque;
    }

    /** Thrust of a tip at this position, A: the chisel edge's share comes with the first contact, the rest with the ramp. */
    double thrustA(final double positionMm, final Leg leg) {
        double thrust = 0;
        for (int i = 0; i < sheets.size(); i++) {
            final Sheet sheet = sheets.get(i);
            final double bulgeMm = i == sheets.size() - 1 ? bulgeMm(leg) : 0;
            final double web = contact(positionMm - sheet.topMm()) - contact(positionMm - sheet.bottomMm() + bulgeMm);
            thrust += sheet.thrustA() * (webShare * web + (1 - webShare) * engaged(sheet, positionMm, bulgeMm));
        }
        return thrust;
    }

    private double engaged(final Sheet sheet, final double positionMm, final double bulgeMm) {
        return ramp.at(positionMm - sheet.topMm()) - ramp.at(positionMm - sheet.bottomMm() + bulgeMm);
    }

    private double bulgeMm(final Leg leg) {
        return Bulge.mm(leg.feedMmPerS(), last().torqueA());
    }

    private static double contact(final double depthMm) {
        return Math.min(1, Math.max(0, depthMm / 0.15));
    }
}
