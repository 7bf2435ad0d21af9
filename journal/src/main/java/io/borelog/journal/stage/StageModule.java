package io.borelog.journal.stage;

import org.agrona.concurrent.Agent;

/** What a stage module offers to the command line, by way of the service loader. */
public interface StageModule {
    /** The command: ingest, correlate, infer, publish. */
    String name();

    /** The journal this stage writes; {@code instance} counts workers and is 0 for the others. */
    String journal(int instance);

    /**
     * Opens journals and builds the agent; runs on the stage's thread. The agent calls {@link StageContext#ready()} once, from its duty
     * cycle, when it has recovered.
     */
    Agent open(StageContext context);
}
