package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.agrona.concurrent.EpochClock;

/**
 * Sends the holes of its share of the fleet, a tool always over the same connection; runs on its own thread until all are handed over or
 * the pace stops.
 *
 * <p>A hole is rendered before it is due, so rendering is not charged to the broker unless the generator itself cannot keep up. A
 * connection's window of unacknowledged publishes is bounded; when it is full the thread waits, and messages age from their due time.
 */
final class Publisher implements Runnable {
    private static final long HEADS_STREAM = 0x48L << 32;
    private static final long TRACE_STREAM = 0x54L << 32;
    private static final long DUPLICATE_STREAM = 0x44L << 32;
    private static final long ORDER_STREAM = 0x4FL << 32;
    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final int number;
    private final int senders;
    private final LoadSettings settings;
    private final List<Connection> connections;
    private final List<Semaphore> windows;
    private final HoleSource source;
    private final Pace pace;
    private final EpochClock epochClock;
    private final Meter meter;
    private final JsonLines truths;
    private final JsonLines acks;
    private final HoleMessages messages = new HoleMessages();
    private final CRC32C crc = new CRC32C();
    private long sourceEpochS;
    private int connection;

    /**
     * @param number  of this thread among the senders
     * @param windows of the connections
     * @param truths  null where none are wanted
     * @param acks    null where none are wanted
     */
    Publisher(final int number, final int senders, final LoadSettings settings, final List<Connection> connections,
              final List<Semaphore> windows, final HoleSource source, final Pace pace, final EpochClock epochClock, final Meter meter,
              final JsonLines truths, final JsonLines acks) {
        this.number = number;
        this.senders = senders;
        this.settings = settings;
        this.connections = connections;
        this.windows = windows;
        this.source = source;
        this.pace = pace;
        this.epochClock = epochClock;
        this.meter = meter;
        this.truths = truths;
        this.acks = acks;
    }

    @Override
    public void run() {
        try {
            final long holes = settings.holes();
            for (long round = 0; round < holes; round += settings.tools) {
                for (long hole = round + number; hole < Math.min(holes, round + settings.tools); hole += senders) {
                    connection = (int) ((hole - round) % settings.publishers);
                    send(hole);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();              // cancelled: what is not sent is nobody's loss
        }
    }

    private void send(final long hole) throws InterruptedException {
        final long identity = settings.firstHole + hole;
        final boolean again = Draw.hits(settings.duplicates, settings.seed ^ DUPLICATE_STREAM, identity);
        sendOnce(hole, identity, 0);
        if (again) {
            sendOnce(hole, identity, 1);
        }
    }

    private void sendOnce(final long hole, final long identity, final int resend) throws InterruptedException {
        final int parts = parts(identity);
        if (pace.stopped()) {
            meter.unsent(parts);
            return;
        }
        render(identity, resend);
        final int[] order = settings.shuffleParts
            ? ORDERS[(int) Long.remainderUnsigned(Draw.mix(settings.seed ^ ORDER_STREAM, identity), ORDERS.length)] : ORDERS[0];
        long dueNs = pace.dueNs(hole);
        final SentHole sent = new SentHole(messages, resend, parts, resend == 0 ? settings.onHole : null);
        sent.due(dueNs);
        for (final int part : order) {
            if (sends(part, identity)) {
                pace.awaitNs(dueNs);
                publish(part, dueNs, sent);
                dueNs += settings.partGapNs;
            }
        }
    }

    private void render(final long identity, final int resend) {
        if (resend == 0) {                                   // a repeat is the same hole, whatever second it is by now
            sourceEpochS = TimeUnit.MILLISECONDS.toSeconds(epochClock.time());
        }
        source.render(identity, resend, sourceEpochS, messages);
        if (truths != null && resend == 0 && messages.truth != null) {
            truths.write(messages.truth::write);
        }
    }

    private int parts(final long identity) {
        int parts = 0;
        for (int p = 0; p < Part.COUNT; p++) {
            parts += sends(p, identity) ? 1 : 0;
        }
        return parts;
    }

    private boolean sends(final int part, final long identity) {
        return switch (Part.at(part)) {
            case RESULT -> true;
            case TRACE -> !Draw.hits(settings.withoutTrace, settings.seed ^ TRACE_STREAM, identity);
            case HEADS -> !Draw.hits(settings.withoutHeads, settings.seed ^ HEADS_STREAM, identity);
        };
    }

    private void publish(final int part, final long dueNs, final SentHole hole) throws InterruptedException {
        final Semaphore window = windows.get(connection);
        if (!window.tryAcquire(Math.max(0, pace.untilStopNs()), TimeUnit.NANOSECONDS)) {
            meter.unsent(1);
            return;
        }
        final byte[] payload = messages.payloads[part];
        final AckLine line = acks == null ? null : ackLine(Part.at(part), payload, hole.resend());
        meter.handed();
        final String topic = Part.at(part).topic(messages.toolbox, messages.tool);
        connections.get(connection).publish(topic, payload).whenComplete((publish, failure) -> {
            if (failure == null) {
                onAck(dueNs, payload.length, line, hole);
            } else {
                meter.failed();
            }
            window.release();
        });
    }

    private void onAck(final long dueNs, final int payloadBytes, final AckLine line, final SentHole hole) {
        final long ackedNs = pace.nowNs();
        if (line != null) {
            acks.write(line);
        }
        meter.acked(ackedNs - dueNs, payloadBytes);
        if (hole.acked(ackedNs)) {
            meter.holeAcked();
        }
    }

    private AckLine ackLine(final Part part, final byte[] payload, final int resend) {
        crc.reset();
        crc.update(payload);
        return new AckLine(messages.number, messages.toolbox, messages.tool, messages.resultId, messages.sourceTimestamp, part,
            payload.length, crc.getValue(), resend);
    }
}
