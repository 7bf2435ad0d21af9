package io.borelog.tools.simulation;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Ingest as the protocol has it, without sockets: OPEN and CONFIG, then MESSAGE, CONFIG by control, TICK, one commit for a batch, and
 * acks only after it. Journal time as the rules say.
 */
final class IngestProcess implements SimulatedProcess {
    private static final long MAX_STEP_NS = 2 * Tool.SECOND;
    private static final int QOS = 1;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4 << 10);
    private final World world;
    private JournalAppender appender;
    private long clockNs;
    private long timeNs;

    /** A packet between a tool and its ack. */
    record Packet(Tool tool, Sent sent) {
    }

    IngestProcess(final World world) {
        this.world = world;
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void start() {
        appender = world.inbound.open();
        timeNs = appender.lastJournalTimeNs();
        clockNs = world.mutation == Mutation.TIME_ACROSS_OPEN ? world.lastIngestNs : world.nowNs();
        final DecidingConfig before = world.mutation == Mutation.CONFIG_UNDONE ? DecidingConfig.parse(null) : appender.config();
        config(before.withFile(world.fileSettings()));
        appender.commit();
        world.connected();
    }

    @Override
    public int step() {
        final List<Packet> batch = new ArrayList<>();
        for (Packet packet = world.nextPacket(); packet != null; packet = world.nextPacket()) {
            message(packet.sent);
            batch.add(packet);
            if (world.mutation == Mutation.ACK_BEFORE_FORCE) {
                packet.tool.ack(packet.sent.id());
            }
        }
        final UnaryOperator<DecidingConfig> control = world.nextControl();
        if (control != null) {
            config(control.apply(appender.config()));
        } else if (batch.isEmpty()) {
            if (world.nowNs() - clockNs < Tool.SECOND) {
                return 0;
            }
            appender.append(RecordKind.TICK, Seq.NONE, 0, advance(), buffer, 0, 0);
        }
        appender.commit();
        for (final Packet packet : batch) {
            packet.tool.ack(packet.sent.id());
            world.faults.point();
        }
        return 1;
    }

    private void message(final Sent sent) {
        final int head = MessageRecord.putPrefix(
            buffer, 0, MessageRecord.utf8(sent.topic()), MessageRecord.utf8(sent.tool()), sent.id(), QOS, 0);
        appender.append(RecordKind.MESSAGE, Seq.NONE, 0, advance(),
            buffer, 0, head, new UnsafeBuffer(sent.payload()), 0, sent.payload().length);
    }

    private void config(final DecidingConfig config) {
        appender.append(RecordKind.CONFIG, Seq.NONE, 0, advance(), buffer, 0, Texts.put(buffer, 0, config.text()));
    }

    private long advance() {
        final long passedNs = world.nowNs() - clockNs;
        timeNs += world.mutation == Mutation.TIME_ACROSS_OPEN ? passedNs : Math.min(MAX_STEP_NS, passedNs);
        clockNs = world.nowNs();
        world.lastIngestNs = clockNs;
        return timeNs;
    }

    @Override
    public void close() {
        world.disconnected();
    }

    @Override
    public void forget() {
        world.disconnected();
    }
}
