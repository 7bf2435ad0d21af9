package io.borelog.correlate;

import io.borelog.journal.config.Setting;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

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
        return new CorrelateAgent(new CorrelateAgent.Parts(
            context.tail(Journals.INBOUND), context.tail(Journals.INBOUND), context.tailOwn(Journals.MATCHED),
            context.append(Journals.MATCHED), context.data().resolve(MAP_FILE),
            context.settings().number(Setting.CORRELATE_TOOLS_MAX),
            context.wallClock(), context.nanoClock(), new Watcher(context.stageFile(), context.nanoClock())::update, context::ready));
    }

    /** Copies what there is to know into the stage file. */
    private static final class Watcher {
        private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

        private final StageFile stageFile;
        private final NanoClock nanoClock;
        private long nextLatenciesNs;

        Watcher(final StageFile stageFile, final NanoClock nanoClock) {
            this.stageFile = stageFile;
            this.nanoClock = nanoClock;
            this.nextLatenciesNs = nanoClock.nanoTime();
        }

        void update(final CorrelateAgent agent) {
            final Joiner joiner = agent.joiner();
            final Counts counts = joiner.counts();
            stageFile.set(StageCounter.RECORDS_IN, agent.recordsIn());
            stageFile.set(StageCounter.RECORDS_OUT, agent.recordsOut());
            stageFile.set(StageCounter.BYTES_IN, agent.bytesIn());
            stageFile.set(StageCounter.IN_SEQ, joiner.seq());
            stageFile.set(StageCounter.IN_INDEX, joiner.index());
            stageFile.set(StageCounter.DUPLICATES, counts.duplicate);
            stageFile.set(StageCounter.DEAD_LETTERS, counts.dead);
            stageFile.set(StageCounter.IGNORED, counts.ignored);
            stageFile.set(StageCounter.PENDING, counts.pending);
            counts.at(joiner.seq(), joiner.index()).write(stageFile);
            final long nowNs = nanoClock.nanoTime();
            if (nowNs - nextLatenciesNs >= 0) {
                nextLatenciesNs = nowNs + INTERVAL_NS;
                stageFile.set(StageCounter.TOOLS, joiner.tools().size());
                stageFile.latencies(agent.latencyUs());
            }
        }
    }
}
