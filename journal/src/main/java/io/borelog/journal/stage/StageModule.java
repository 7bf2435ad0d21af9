package io.borelog.journal.stage;

import org.agrona.concurrent.Agent;

/** What a stage module offers to the command line, by way of the service loader. */
public interface StageModule {
    /** The command: ingest, correlate, infer, publish. */
    String name();

    /** The journal this stage writes; {@code instance} counts workers and is 0 for the others. */
    String journal(int instance);

    /** Done once where the program is built or installed: what each start would do again otherwise. Idempotent. */
    default void prepare() {
    }

    /**
     * Opens journals and builds the agent; runs on the stage's thread. The agent calls {@link StageContext#ready()} once, from its duty
     * cycle, when it has recovered.
     */
    Agent open(StageContext context);

    /**
     * Builds an agent that computes this stage's decisions on a stretch of inbound again, see {@link ReplayContext}. Its duty cycle returns
     * 0 when nothing is left to do; it is closed then, and what it wrote is forced.
     *
     * @return null where the stage decides nothing that is a function of the journals before it
     */
    default Agent replay(final ReplayContext context) {
        return null;
    }
}
