package io.borelog.tools.simulate;

/** Where the load generator's holes come from. One per sending thread: implementations need not be thread-safe. */
interface HoleSource {
    /**
     * Renders one hole. Hole {@code number} belongs to tool {@code number % tools}.
     *
     * @param resend 0 first; another value renders the same hole as a gateway repeats it, with new MessageIds
     */
    void render(long number, int resend, long sourceEpochS, HoleMessages out);
}
