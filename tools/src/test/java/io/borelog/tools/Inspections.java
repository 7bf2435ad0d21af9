package io.borelog.tools;

import io.borelog.tools.torture.Inspection;

/** The reading commands, for tests of other packages. */
public final class Inspections {
    private Inspections() {
    }

    public static Inspection ofJournals() {
        return new JournalInspection();
    }
}
