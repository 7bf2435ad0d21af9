package io.borelog.tools.simulation;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import io.borelog.publish.Checkpoint;
import io.borelog.publish.SimulatedBroker;
import io.borelog.publish.SimulatedPublish;
import io.borelog.publish.WorkerJournals;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/** The real publish, with an external broker in every other world. */
final class PublishProcess implements SimulatedProcess {
    private final World world;
    private Agent agent;

    PublishProcess(final World world) {
        this.world = world;
    }

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public void start() {
        JournalAppender outbound = world.outbound.open();
        if (world.mutation == Mutation.SENT_BEFORE_FORCE && world.broker != null) {
            outbound = new Hasty(outbound, world.outbound, world.broker);
        }
        agent = SimulatedPublish.agent(world.matched.tail(), new Workers(world), outbound, world.outbound.tailAll(),
            world.outbound.tail(), world.broker, world::nowNs, this::mistake);
        agent.onStart();
    }

    private Checkpoint mistake(final Checkpoint of) {
        return switch (world.mutation) {
            case MESSAGE_COUNT_FORGOTTEN -> new Checkpoint(
                of.originSeq(), of.originOrdinal(), of.count(), of.count(), of.deliveredSeq(), of.deliveredOrdinal());
            case MARK_ASSUMED -> new Checkpoint(
                of.originSeq(), of.originOrdinal(), of.told(), of.count(), of.originSeq(), of.originOrdinal());
            default -> of;
        };
    }

    @Override
    public int step() throws Exception {
        return agent.doWork();
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.onClose();
        }
        agent = null;
    }

    @Override
    public void forget() {
        agent = null;
    }

    private record Workers(World world) implements WorkerJournals {
        @Override
        public boolean exists(final int worker) {
            return worker < World.WORKERS_MAX && world.estimated(worker).size() > 0;
        }

        @Override
        public JournalTailer tail(final int worker) {
            return world.estimated(worker).tail();
        }
    }

    /** Tells the world what it appends, at once. */
    private static final class Hasty extends FaultyAppender {
        private final SimulatedBroker broker;
        private final SimulatedJournal journal;

        Hasty(final JournalAppender appender, final SimulatedJournal journal, final SimulatedBroker broker) {
            super(appender);
            this.journal = journal;
            this.broker = broker;
        }

        @Override
        public long append(
            final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
            final DirectBuffer head, final int headOffset, final int headLength,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
            final long seq = super.append(
                kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
            if (kind == RecordKind.OUT) {
                broker.received().add(new Recorded(journal.bytes((int) lastIndex())).told());
            }
            return seq;
        }
    }
}
