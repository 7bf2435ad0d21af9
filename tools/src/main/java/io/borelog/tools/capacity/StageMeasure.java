package io.borelog.tools.capacity;

/**
 * What one stage was found to do, all its processes together.
 *
 * @param serviceMs    mean time that a process is busy with one unit; 0 where it has never had one
 * @param bytesPerUnit appended, on the same basis
 * @param units        how many that is the mean of
 * @param isLive       whether those came while it was looked at, else since the start of the processes
 * @param rate         units a second while it was looked at
 * @param bytesPerS    appended meanwhile
 * @param utilisation  share of that time that a process was busy
 */
record StageMeasure(
    SizedStage stage, double serviceMs, double bytesPerUnit, long units, boolean isLive, double rate, double bytesPerS, double utilisation) {
    /** A mean of fewer says more of chance, and of code that is not compiled yet, than of the stage. */
    private static final long LEAST_UNITS = 20;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    /**
     * @param whole of the processes' lives
     * @param window while they were looked at
     */
    static StageMeasure of(final SizedStage stage, final Look whole, final Look window, final long windowNs) {
        final boolean live = window.units() >= LEAST_UNITS && window.busyNs() > 0;
        final Look basis = live ? window : whole;
        final boolean known = basis.units() > 0 && basis.busyNs() > 0; // an older program has not counted how busy it was
        return new StageMeasure(stage, known ? Figures.measured(basis.busyNs() / NS_PER_MS / basis.units()) : 0,
            known ? (double) basis.bytes() / basis.units() : 0, known ? basis.units() : 0, live,
            Figures.measured(window.units() * NS_PER_S / windowNs), window.bytes() * NS_PER_S / windowNs,
            (double) window.busyNs() / windowNs / Math.max(1, window.running()));
    }

    boolean isKnown() {
        return serviceMs > 0;
    }
}
