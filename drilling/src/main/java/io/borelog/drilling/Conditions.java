package io.borelog.drilling;

/**
 * Ranges that holes are drawn out of. {@link #TRAINING} covers what real records show; {@link #UNSEEN} is for measuring: other materials,
 * cones, feeds and wear beyond the training's, and noise of another kind (hum and heavy tails instead of bell-shaped noise).
 */
public enum Conditions {
    TRAINING(new Span(0.7, 2.8), new Span(1.0, 2.3), new Span(0.6, 8.0), new Span(2.0, 15.0), new Span(6.0, 55.0), new Span(0.7, 4.3),
        new Span(0.14, 4.0), new Span(0.004, 0.12), new Span(0.003, 0.04), 1.0, false),
    UNSEEN(new Span(0.6, 3.0), new Span(1.1, 2.5), new Span(0.5, 9.0), new Span(1.6, 18.0), new Span(5.0, 68.0), new Span(0.6, 4.6),
        new Span(0.12, 4.3), new Span(0.004, 0.1), new Span(0.003, 0.04), 1.2, true);

    final Span coneMm;
    final Span power;
    final Span softA;
    final Span middleA;
    final Span hardA;
    final Span fastFeedMmPerS;
    final Span drillFeedMmPerS;
    final Span noiseA;
    final Span noiseShare;
    final double maxWear;
    /** Noise of the other kind. */
    final boolean hums;

    Conditions(final Span coneMm, final Span power, final Span softA, final Span middleA, final Span hardA, final Span fastFeedMmPerS,
               final Span drillFeedMmPerS, final Span noiseA, final Span noiseShare, final double maxWear, final boolean hums) {
        this.coneMm = coneMm;
        this.power = power;
        this.softA = softA;
        this.middleA = middleA;
        this.hardA = hardA;
        this.fastFeedMmPerS = fastFeedMmPerS;
        this.drillFeedMmPerS = drillFeedMmPerS;
        this.noiseA = noiseA;
        this.noiseShare = noiseShare;
        this.maxWear = maxWear;
        this.hums = hums;
    }
}
