package io.borelog.drilling;

/**
 * By how much torque and thrust fall before the lips reach the far side of the last layer: what is left of it bulges and tears instead of
 * being cut, the more the harder the drill pushes. A coupon of known thickness, drilled at 0.7 mm/s, reads 0.2 mm thin at its exit and right
 * at its transition.
 */
public final class Bulge {
    /** At a feed and a torque that are high for it. */
    private static final double MAX_MM = 0.2;
    private static final double HIGH_FEED_MM_PER_S = 0.6;
    private static final double HIGH_TORQUE_A = 15;

    private Bulge() {
    }

    /** @param torqueA of the last layer with the whole cone in it */
    public static double mm(final double feedMmPerS, final double torqueA) {
        return MAX_MM * Math.min(1, feedMmPerS / HIGH_FEED_MM_PER_S) * Math.min(1, torqueA / HIGH_TORQUE_A);
    }
}
