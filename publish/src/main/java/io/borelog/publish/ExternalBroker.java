package io.borelog.publish;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in {@code outbound}, and committed, to an external broker: its bytes, in its order, at least once, a bounded window at a
 * time. The mark (DELIVERED) moves when all messages of an origin have been acked, and of all origins before it. A lost connection is
 * made again with growing, jittered pauses and begins behind the mark. Publish's thread; never waits for the network.
 *
 * <p>Payload of DELIVERED: one text, null where the broker has taken the origin, else why a message of it was refused for good.
 */
public final class ExternalBroker implements AutoCloseable {
    /** Room for packet ids is 65,535 less some that the client keeps for itself. */
    private static final int WINDOW_MAX = 65_000;
    /** Records of outbound looked at in one duty cycle. */
    private static final int SEND_LIMIT = 256;
    private static final long MARK_INTERVAL_NS = 20_000_000L;
    private static final long FIRST_PAUSE_NS = 100_000_000L;
    private static final long LONGEST_PAUSE_NS = 10_000_000_000L;
    private static final Logger LOGGER = LoggerFactory.getLogger(ExternalBroker.class);

    private final Consumer<Flight> onAck = flight -> flight.landed = true; // bound once
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final SplittableRandom jitter;
    private final OutRecord out = new OutRecord();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(256);
    private final String address;
    private final Supplier<BrokerLink> links;
    private final int window;
    private final JournalTailer outbound;
    private final JournalAppender appender;
    private final Progress progress;

    private BrokerLink connection;
    private boolean sending;
    private boolean everConnected;
    private long connectAtNs;
    private boolean connectAtSet;
    private long pauseNs = FIRST_PAUSE_NS;
    private long ackedSeq;
    private int ackedOrdinal;
    private String refusal;
    private long markedSeq;
    private int markedOrdinal;
    private long nextMarkNs;
    private boolean marked;

    /**
     * @param outbound   a reader of it, limited to what is committed; closed here
     * @param appender   of outbound, for the mark; not closed here
     * @param checkpoint names the mark from which to go on
     */
    public ExternalBroker(
        final String address, final String clientId, final int window, final JournalTailer outbound, final JournalAppender appender,
        final Checkpoint checkpoint, final Progress progress) {
        this(address, window, outbound, appender, checkpoint, progress, new SplittableRandom(), links(address, clientId, window));
    }

    /** @param links makes one attempt at a connection; the simulation brings its own */
    ExternalBroker(
        final String address, final int window, final JournalTailer outbound, final JournalAppender appender,
        final Checkpoint checkpoint, final Progress progress, final SplittableRandom jitter, final Supplier<BrokerLink> links) {
        this.address = address;
        this.links = links;
        this.jitter = jitter;
        this.window = Math.min(window, WINDOW_MAX);
        this.outbound = outbound;
        this.appender = appender;
        this.progress = progress;
        ackedSeq = checkpoint.deliveredSeq();
        ackedOrdinal = checkpoint.deliveredOrdinal();
        markedSeq = ackedSeq;
        markedOrdinal = ackedOrdinal;
    }

    private static Supplier<BrokerLink> links(final String address, final String clientId, final int window) {
        final BrokerAddress parsed = BrokerAddress.parse(address);
        return () -> new BrokerConnection(parsed, clientId, Math.min(window, WINDOW_MAX));
    }

    int doWork(final long nowNs) {
        if (connection == null) {
            return connectWhenDue(nowNs);
        }
        int work = connection.poll(onAck) + land();
        if (connection.lost() != null) {
            lose(nowNs);
            work++;
        } else if (connection.isConnected()) {
            work += sending ? send() : begin();
        }
        if (nowNs - nextMarkNs >= 0 && markNow()) {
            nextMarkNs = nowNs + MARK_INTERVAL_NS;
            work++;
        }
        return work;
    }

    /** @return whether DELIVERED was appended since the last call: to be committed. */
    boolean takeMarked() {
        final boolean was = marked;
        marked = false;
        return was;
    }

    /** Appends DELIVERED where the mark has moved. @return whether it did. */
    boolean markNow() {
        if (Seq.compareOrigins(ackedSeq, ackedOrdinal, markedSeq, markedOrdinal) <= 0) {
            return false;
        }
        appendMark(ackedSeq, ackedOrdinal, null);
        return true;
    }

    private int connectWhenDue(final long nowNs) {
        if (connectAtSet && nowNs - connectAtNs < 0) {
            return 0;
        }
        connection = links.get();
        connection.connect();
        return 1;
    }

    private void lose(final long nowNs) {
        final String reason = connection.lost();
        if (sending || pauseNs == FIRST_PAUSE_NS) {
            LOGGER.warn("external broker {} is away: {}", address, reason);
        }
        progress.waitsFor("external broker " + address + " is away: " + reason);
        progress.set(StageCounter.CONNECTIONS, 0);
        progress.set(StageCounter.IN_FLIGHT, 0);
        connection = null;
        sending = false;
        flights.clear();
        refusal = null; // the whole origin is sent again
        connectAtSet = true;
        connectAtNs = nowNs + pauseNs / 2 + jitter.nextLong(pauseNs / 2);
        pauseNs = Math.min(LONGEST_PAUSE_NS, pauseNs * 2);
    }

    private int begin() {
        LOGGER.info("external broker {} is connected, sending behind {}/{}", address, Seq.text(ackedSeq), ackedOrdinal);
        outbound.seekBeforeOrigin(ackedSeq);
        sending = true;
        pauseNs = FIRST_PAUSE_NS;
        progress.waitsNoMore();
        progress.set(StageCounter.CONNECTIONS, 1);
        if (everConnected) {
            progress.add(StageCounter.RECONNECTS, 1);
        }
        everConnected = true;
        return 1;
    }

    private int send() {
        int looked = 0;
        while (looked < SEND_LIMIT && flights.size() < window && outbound.next()) {
            looked++;
            final RecordView record = outbound.record();
            final RecordHeader header = record.header();
            if (record.kind() == RecordKind.OUT
                && Seq.compareOrigins(header.originSeq(), header.originOrdinal(), ackedSeq, ackedOrdinal) > 0) {
                send(record, header);
            }
        }
        progress.set(StageCounter.IN_FLIGHT, flights.size());
        return looked;
    }

    private void send(final RecordView record, final RecordHeader header) {
        out.wrap(record);
        final Flight flight = new Flight(header.originSeq(), header.originOrdinal(), out.number() == out.count());
        final byte[] body = new byte[out.bodyLength()]; // the client keeps it until it is acked
        out.buffer().getBytes(out.bodyOffset(), body);
        flights.add(flight);
        try {
            connection.send(flight, out.topic(), body);
        } catch (final IllegalArgumentException ex) {
            flight.landed = true;
            flight.refusal = String.valueOf(ex.getMessage());
            LOGGER.warn("index 0x{} of outbound cannot be sent, it is passed: {}", Long.toHexString(record.index()), flight.refusal);
            progress.add(StageCounter.REFUSED, 1);
        }
    }

    /** Takes off what has landed, in order, so that the mark is contiguous. */
    private int land() {
        int count = 0;
        while (!flights.isEmpty() && flights.peek().landed) {
            final Flight flight = flights.poll();
            count++;
            refusal = flight.refusal == null ? refusal : flight.refusal;
            if (flight.last) {
                ackedSeq = flight.originSeq;
                ackedOrdinal = flight.originOrdinal;
                if (refusal != null) {
                    appendMark(ackedSeq, ackedOrdinal, refusal);
                    refusal = null;
                }
            }
        }
        return count;
    }

    private void appendMark(final long originSeq, final int originOrdinal, final String refusal) {
        final int length = Texts.put(payload, 0, refusal);
        appender.append(RecordKind.DELIVERED, originSeq, originOrdinal, appender.lastJournalTimeNs(), payload, 0, length);
        marked = true;
        markedSeq = originSeq;
        markedOrdinal = originOrdinal;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
        CloseHelper.close(outbound);
    }
}
