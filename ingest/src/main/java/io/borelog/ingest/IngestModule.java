package io.borelog.ingest;

import io.borelog.ingest.admit.PublishQueue;
import io.borelog.ingest.mqtt.MqttEndpoint;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** Offers ingest to the command line. */
public final class IngestModule implements StageModule {
    @Override
    public String name() {
        return StageName.INGEST;
    }

    @Override
    public String journal(final int instance) {
        return Journals.INBOUND;
    }

    @Override
    public Agent open(final StageContext context) {
        return open(context, context.nanoClock());
    }

    /** @param clock for journal time and keep-alive; a test hands in its own. */
    static IngestAgent open(final StageContext context, final NanoClock clock) {
        final JournalAppender appender = context.append(Journals.INBOUND);
        try {
            final PublishQueue queue = new PublishQueue();
            return new IngestAgent(context, clock, appender, queue, MqttEndpoint.create(context, clock, queue));
        } catch (final Throwable ex) {
            appender.close();
            throw ex;
        }
    }
}
