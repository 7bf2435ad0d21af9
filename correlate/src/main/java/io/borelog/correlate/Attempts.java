package io.borelog.correlate;

/**
 * Which computation is under way, kept where it outlives the process: what killed it three times in a row is not tried again. Only the
 * computation itself counts, begin to end without any wait between. A unit is an inbound record's seq while it is read, and a hole's
 * Result's seq, negative, while the hole is put together. Stage's thread.
 */
interface Attempts {
    /** In the simulation nothing kills the process. */
    Attempts UNCOUNTED = new Attempts() {
        @Override
        public boolean isCondemned(final long unit) {
            return false;
        }

        @Override
        public void begin(final long unit) {
            // nobody counts
        }

        @Override
        public void end() {
            // nobody counts
        }

        @Override
        public void settled(final long unit) {
            // nobody counts
        }
    };

    boolean isCondemned(long unit);

    void begin(long unit);

    /** It has come to its end, with whatever result. */
    void end();

    /** The verdict on it is written: its deaths are history. */
    void settled(long unit);
}
