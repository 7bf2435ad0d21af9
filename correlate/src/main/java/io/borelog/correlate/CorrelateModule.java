package io.borelog.correlate;

import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.ReplayContext;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageLatencies;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import org.agrona.concurrent.Agent;

/** Process {@code correlate}: opens its journals and builds the agent. */
public final class CorrelateModule implements StageModule {
    private static final String MAP_FILE = "tools.map";

    @Override
    public String name() {
        return StageName.CORRELATE;
    }

    @Override
    public String journal(final int instance) {
        return Journals.MATCHED;
    }

    @Override
    public Agent open(final StageContext context) {
        final JournalAppender matched = context.appendDerived(Journals.MATCHED);
        return new CorrelateAgent(new CorrelateAgent.Parts(
            context.tail(Journals.INBOUND), context.tail(Journals.INBOUND), context.tailOwn(Journals.MATCHED),
            matched, context.durability(), new PayloadReader(Limits.DEFAULT)::read,
            new StageAttempts(context.stageFile()), context.data().resolve(MAP_FILE), CorrelateAgent.SNAPSHOT_MIN_BYTES,
            context.wallClock(), context.nanoClock(), new StageLatencies(context.stageFile(), context.nanoClock()),
            agent -> show(context.stageFile(), agent), context::ready,
            (upToOrigin, why) -> context.rebuildOwn(Journals.MATCHED, upToOrigin, why)));
    }

    @Override
    public Agent replay(final ReplayContext context) {
        return new MatchedReplay(context);
    }

    /** Copies what there is to know into the stage file, after every duty cycle that did something. */
    private static void show(final StageFile stageFile, final CorrelateAgent agent) {
        final Joiner joiner = agent.joiner();
        final Counts counts = joiner.counts();
        stageFile.set(StageCounter.RECORDS_IN, agent.recordsIn());
        stageFile.set(StageCounter.RECORDS_OUT, agent.recordsOut());
        stageFile.set(StageCounter.BYTES_IN, agent.bytesIn());
        stageFile.set(StageCounter.BYTES_OUT, agent.bytesOut());
        stageFile.set(StageCounter.IN_SEQ, joiner.seq());
        stageFile.set(StageCounter.IN_INDEX, joiner.index());
        stageFile.set(StageCounter.DUPLICATES, counts.duplicate);
        stageFile.set(StageCounter.DEAD_LETTERS, counts.dead);
        stageFile.set(StageCounter.IGNORED, counts.ignored);
        stageFile.set(StageCounter.PENDING, counts.pending);
        stageFile.set(StageCounter.TOOLS, joiner.tools().size());
        counts.show(stageFile, joiner.seq(), joiner.index());
    }
}
