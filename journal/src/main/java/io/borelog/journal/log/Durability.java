package io.borelog.journal.log;

/** What {@link JournalAppender#commit()} promises. */
public enum Durability {
    /** Forced to the device with its return code checked: survives a power cut. */
    DISK,
    /** Held by the page cache: survives the death of every process, not of the machine. */
    PAGE_CACHE;

    public static Durability of(final String setting) {
        return setting.equals("disk") ? DISK : PAGE_CACHE;
    }
}
