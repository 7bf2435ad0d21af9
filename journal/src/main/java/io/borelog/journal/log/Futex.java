package io.borelog.journal.log;

/**
 * Linux's wait at a word of memory, which another process that has mapped the same file can end. Any thread; a thread that waits holds up
 * no safepoint. See futex(2).
 */
public final class Futex {
    private static final int WAIT_BITSET = 9;
    private static final int WAKE_BITSET = 10;
    /** Of the system call; 0 where we do not know it. */
    private static final long NUMBER = switch (System.getProperty("os.name") + ' ' + System.getProperty("os.arch")) {
        case "Linux amd64" -> 202;
        case "Linux aarch64" -> 98;
        default -> 0;
    };

    private Futex() {
    }

    /** @param word address of any int; whoever waits there must bear to be woken for nothing */
    public static boolean isThere(final long word) {
        return NUMBER != 0 && NativeCalls.futex(NUMBER, word, WAKE_BITSET, 1, 0, -1) >= 0;
    }

    /**
     * Until it is woken, until the time is over, or for no reason at all; not at all where the word has another value.
     *
     * @param word     address of an int
     * @param bits     any of which the waking must have
     * @param deadline address of two longs, seconds and nanoseconds of the clock of {@link System#nanoTime()}
     */
    public static void await(final long word, final int value, final int bits, final long deadline) {
        NativeCalls.futex(NUMBER, word, WAIT_BITSET, value, deadline, bits);
    }

    /** All that wait at the word with any of these bits, in whatever process. */
    public static void wake(final long word, final int bits) {
        NativeCalls.futex(NUMBER, word, WAKE_BITSET, Integer.MAX_VALUE, 0, bits);
    }
}
