package io.borelog.publish;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** The publish process over journals in memory, composed as its module composes it over files. */
public final class SimulatedPublish {
    private SimulatedPublish() {
    }

    /**
     * @param own       the whole of outbound, for the checkpoint
     * @param committed of outbound, for the broker
     * @param broker    null for none
     * @param mistake   what a wrong program would make of the checkpoint
     */
    public static Agent agent(
        final JournalTailer matched, final WorkerJournals journals, final JournalAppender outbound, final JournalTailer own,
        final JournalTailer committed, final SimulatedBroker broker, final NanoClock nanoClock,
        final UnaryOperator<Checkpoint> mistake) {
        final Progress progress = new Progress(null);
        final Checkpoint checkpoint = mistake.apply(Checkpoint.find(own, outbound.lastOriginSeq(), broker != null));
        final ExternalBroker link = broker == null ? null : broker.link(committed, outbound, checkpoint, progress);
        return new PublishAgent(
            matched, new Estimates(journals), outbound, checkpoint, new Renderer(), link, progress, nanoClock, () -> { });
    }
}
