package io.borelog.infer;

import io.borelog.journal.StageException;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import org.agrona.concurrent.NanoClock;

/**
 * Runs holes through their estimators, as many together as an estimator likes, and leaves word in the stage file of what is being computed, so
 * that the next process knows what this one died of. A death in a run of several holes accuses none of them: the next process
 * computes one by one until it is past them. On the stage's thread.
 */
final class Computation {
    /** A hole whose computation killed the process this often is answered with CRASH and not tried again. */
    static final int MAX_DEATHS = 3;
    /** Most holes in one run, whatever the estimator likes. */
    static final int BATCH_LIMIT = 32;

    private final HoleInHand[] group = new HoleInHand[BATCH_LIMIT];
    private final HoleCurves[] curves = new HoleCurves[BATCH_LIMIT];
    private final KeyPoints[] points = new KeyPoints[BATCH_LIMIT];
    private final StageFile stageFile;
    private final NanoClock nanoClock;
    private int oneByOne;

    /** @param stageFile null in a replay: nobody watches, and no computation kills the process */
    Computation(final StageFile stageFile, final NanoClock nanoClock) {
        this.stageFile = stageFile;
        this.nanoClock = nanoClock;
        oneByOne = stageFile != null && stageFile.diedComputing() != 0 ? BATCH_LIMIT : 0;
    }

    /** @return holes that this one may share a run with, itself included. */
    int limit(final Estimator estimator) {
        return oneByOne > 0 ? 1 : Math.min(BATCH_LIMIT, estimator.batchLimit());
    }

    /** @return whether the hole has killed too many processes. Its verdict is told by {@link #condemned} once it is on the device. */
    boolean isKiller(final long resultSeq) {
        return stageFile != null && stageFile.deathsOf(resultSeq) >= MAX_DEATHS;
    }

    void condemned() {
        stageFile.endUnit();
    }

    /** Answers all of them that are open. */
    void answer(final HoleInHand[] holes, final int count) {
        for (int i = 0; i < count; i++) {
            if (holes[i].isOpen()) {
                answerWithOthers(holes, i, count);
            }
        }
    }

    private void answerWithOthers(final HoleInHand[] holes, final int first, final int count) {
        final Estimator estimator = holes[first].estimator();
        final int limit = limit(estimator);
        int together = 0;
        for (int i = first; i < count && together < limit; i++) {
            if (holes[i].isOpen() && holes[i].estimator() == estimator) {
                group[together] = holes[i];
                curves[together] = holes[i].curves();
                points[together++] = holes[i].points();
            }
        }
        if (together == 1 || !run(estimator, together)) {
            for (int i = 0; i < together; i++) {
                answerAlone(group[i]);
            }
        }
    }

    /** @return false where one of them threw: alone it will again, and a replay asks for each alone. */
    private boolean run(final Estimator estimator, final int count) {
        final long startNs = nanoClock.nanoTime();
        if (stageFile != null) {
            stageFile.beginUnits(group[0].resultSeq());
        }
        boolean done = true;
        try {
            estimator.estimate(curves, points, count);
        } catch (final StageException ex) {
            end();
            throw ex;
        } catch (final RuntimeException ex) {
            done = false;
        }
        end();
        for (int i = 0; done && i < count; i++) {
            group[i].answered(nanoClock.nanoTime() - startNs);
        }
        return done;
    }

    private void answerAlone(final HoleInHand hole) {
        oneByOne = Math.max(0, oneByOne - 1);
        final long startNs = nanoClock.nanoTime();
        if (stageFile != null) {
            stageFile.beginUnit(hole.resultSeq());
        }
        final RuntimeException failure;
        try {
            failure = hole.estimate();
        } catch (final StageException ex) {
            end();
            throw ex;
        }
        if (failure != null && stageFile != null) {
            stageFile.increment(StageCounter.ERRORS);
            stageFile.errorLog().record(failure);
        }
        end();
        hole.answered(nanoClock.nanoTime() - startNs);
    }

    /** Here and not behind the append: a death there is not the computation's. An Error leaves the word standing: it ends the process. */
    private void end() {
        if (stageFile != null) {
            stageFile.endUnit();
        }
    }
}
