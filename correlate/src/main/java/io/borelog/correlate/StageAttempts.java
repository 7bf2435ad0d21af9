package io.borelog.correlate;

import io.borelog.journal.stage.StageFile;

/**
 * Attempts in the stage file, which has room for one unit. A start repeats much before it comes to the unit that the last process died of:
 * what is computed on the way takes that place while it lasts, and then the suspect is put back.
 */
final class StageAttempts implements Attempts {
    /** A unit that killed the process this often becomes a dead letter. */
    static final int MAX_DEATHS = 3;

    private final StageFile stageFile;
    private long suspect;
    private int deaths;
    private long inHand;

    StageAttempts(final StageFile stageFile) {
        this.stageFile = stageFile;
        suspect = stageFile.diedComputing();
        deaths = stageFile.deathsOf(suspect);
    }

    @Override
    public boolean isCondemned(final long unit) {
        return unit == suspect && deaths >= MAX_DEATHS;
    }

    @Override
    public void begin(final long unit) {
        inHand = unit;
        stageFile.beginUnit(unit);
    }

    @Override
    public void end() {
        if (suspect == 0 || suspect == inHand) {
            settled(inHand);
        } else {
            stageFile.diedComputing(suspect, deaths);
        }
    }

    @Override
    public void settled(final long unit) {
        if (suspect == 0 || suspect == unit) {
            suspect = 0;
            deaths = 0;
            stageFile.endUnit();
        }
    }
}
