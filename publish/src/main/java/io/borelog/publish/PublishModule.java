package io.borelog.publish;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import java.nio.file.Files;
import org.agrona.concurrent.Agent;

/** Publish as the command line finds it: opens the real journals and builds the agent. */
public final class PublishModule implements StageModule {
    @Override
    public String name() {
        return StageName.PUBLISH;
    }

    @Override
    public String journal(final int instance) {
        return Journals.OUTBOUND;
    }

    @Override
    public Agent open(final StageContext context) {
        final Settings settings = context.settings();
        final String address = settings.text(Setting.PUBLISH_BROKER);
        if (!address.isEmpty()) {
            BrokerAddress.parse(address); // a bad one ends the start before anything is written
        }
        final Progress progress = new Progress(context.stageFile());
        final JournalAppender outbound = context.append(Journals.OUTBOUND);
        final Checkpoint checkpoint;
        try (JournalTailer own = context.tailOwn(Journals.OUTBOUND)) {
            checkpoint = Checkpoint.find(own, outbound.lastOriginSeq(), !address.isEmpty());
        }
        final ExternalBroker broker = address.isEmpty() ? null : new ExternalBroker(
            address, settings.text(Setting.PUBLISH_CLIENT_ID), settings.number(Setting.PUBLISH_WINDOW),
            context.tail(Journals.OUTBOUND), outbound, checkpoint, progress);
        return new PublishAgent(
            context.tail(Journals.MATCHED), new Estimates(new Directories(context)), outbound, checkpoint,
            new Renderer(), broker, progress, context.nanoClock(), context::ready);
    }

    private record Directories(StageContext context) implements WorkerJournals {
        @Override
        public boolean exists(final int worker) {
            return Files.isDirectory(context.data().resolve(Journals.estimated(worker)));
        }

        @Override
        public JournalTailer tail(final int worker) {
            return context.tail(Journals.estimated(worker));
        }
    }
}
