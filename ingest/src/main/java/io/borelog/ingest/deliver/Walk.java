package io.borelog.ingest.deliver;

import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;

/**
 * One journal, walked for all subscribers: one reader for everybody at the end, lent readers for those behind, who never pass it and
 * join it at exactly its record. While nobody is at the end nothing is read: the position follows the limit. Delivery thread.
 */
final class Walk implements AutoCloseable {
    static final int INBOUND = 0;
    static final int OUTBOUND = 1;
    static final int JOURNALS = 2;
    /** Records per turn, so that the other journal and the commands get theirs. */
    private static final int TURN_LIMIT = 512;
    /** Payload bytes per turn of the live walk: less than one subscriber's turn, so that nobody falls behind by our own batching. */
    private static final int TURN_BYTES = 128 << 10;
    private static final int MAX_READERS = 16;

    private final Delivery delivery = new Delivery();
    private final Routes routes = new Routes();
    private final List<Lane> live = new ArrayList<>();
    private final List<Lane> behind = new ArrayList<>();
    private final List<CatchUp> readers = new ArrayList<>();
    private final int journal;
    private final Function<LongSupplier, JournalTailer> open;
    private final LongSupplier limit;
    private final Consumer<Throwable> onCorrupt;
    private final JournalTailer tailer;
    private long position;
    private boolean placed;
    private boolean broken;
    private int nextReader;

    /** @param open a reader of this journal held back by the given limit. @param start seq at which the end is now. */
    Walk(
        final int journal, final Function<LongSupplier, JournalTailer> open, final LongSupplier limit, final long start,
        final Consumer<Throwable> onCorrupt) {
        this.journal = journal;
        this.open = open;
        this.limit = limit;
        this.position = start;
        this.onCorrupt = onCorrupt;
        this.tailer = open.apply(limit);
    }

    /** Seq up to which everything was published before now: what a new subscription does not get. */
    long end() {
        return Math.max(position, limit.getAsLong());
    }

    long positionOf(final Lane lane) {
        return lane.state == Lane.State.LIVE ? position : lane.position;
    }

    /** A lane that begins at the end. */
    void joinAtEnd(final Lane lane) {
        if (live.isEmpty()) {
            skipTo(end());
        }
        join(lane);
    }

    private void join(final Lane lane) {
        lane.state = Lane.State.LIVE;
        live.add(lane);
        routes.clear();
    }

    private void skipTo(final long seq) {
        if (seq > position) {
            position = seq;
            placed = false;
        }
    }

    /** A lane that goes on from its own position. */
    void follow(final Lane lane) {
        lane.state = Lane.State.BEHIND;
        behind.add(lane);
    }

    /** Takes a lane out, its position kept. */
    void leave(final Lane lane, final Lane.State to) {
        if (lane.state == Lane.State.LIVE) {
            lane.position = position;
            live.remove(lane);
            routes.clear();
        } else if (lane.state == Lane.State.BEHIND) {
            behind.remove(lane);
        }
        if (lane.reader != null) {
            lane.reader.giveBack();
        }
        lane.hintIndex = -1;
        lane.state = to;
    }

    void filtersChanged() {
        routes.clear();
    }

    /** @return records looked at. */
    int turn() {
        int work = 0;
        if (!live.isEmpty()) {
            work = walkLive();
        } else if (!behind.isEmpty()) {
            skipTo(limit.getAsLong());
        }
        for (int i = behind.size() - 1; i >= 0; i--) {
            work += catchUp(behind.get(i));
        }
        return work;
    }

    private int walkLive() {
        if (!placed) {
            placed = seek(tailer, position);
        }
        int records = 0;
        int bytes = 0;
        while (records < TURN_LIMIT && bytes < TURN_BYTES && next(tailer)) {
            records++;
            if (tailer.record().seq() > position) {
                if (delivery.wrap(tailer.record())) {
                    bytes += delivery.bodyLength;
                    offerToLive(tailer.record().index());
                }
                position = delivery.seq;
            }
        }
        return records;
    }

    private void offerToLive(final long index) {
        final List<Lane> lanes = routes.of(delivery, live);
        for (int i = 0; i < lanes.size(); i++) {
            final Lane lane = lanes.get(i);
            if (lane.state == Lane.State.LIVE) {
                final int qos = lane.subscriber.match(delivery, journal);
                if (qos >= 0 && !lane.subscriber.take(delivery, lane, qos)) {
                    fallBehind(lane, index);
                }
            }
        }
    }

    /** Routes still name the lane; its state says that it is gone, until they are next cleared. */
    private void fallBehind(final Lane lane, final long index) {
        lane.position = position;
        lane.hintIndex = index;
        live.remove(lane);
        follow(lane);
    }

    /** One record may show itself as corrupt: it is counted and passed; the audit and verify name it. */
    private boolean next(final JournalTailer reader) {
        while (true) {
            try {
                return reader.next();
            } catch (final CorruptRecordException ex) {
                onCorrupt.accept(ex);
            } catch (final BrokenChainException ex) {
                onBroken(ex);
                return false;
            }
        }
    }

    private boolean seek(final JournalTailer reader, final long seq) {
        try {
            reader.seekSeq(seq);
            return true;
        } catch (final BrokenChainException ex) {
            onBroken(ex);
            return false;
        }
    }

    /** Its readers stay where they are: what is published and acknowledged meanwhile does not depend on them. */
    private void onBroken(final BrokenChainException ex) {
        if (!broken) {
            broken = true;
            onCorrupt.accept(ex);
        }
    }

    private int catchUp(final Lane lane) {
        if (lane.position >= position) {
            behind.remove(lane);
            if (lane.reader != null) {
                lane.reader.giveBack();
            }
            join(lane);
            return 1;
        }
        if (!lane.subscriber.hasRoom() || !lane.subscriber.hasWindow() && lane.position >= lane.handledBefore) {
            return 0;
        }
        if (lane.reader == null && !freeReader().lendTo(lane, this::seek)) {
            return 0;
        }
        final CatchUp reader = lane.reader;
        int records = 0;
        while (records < TURN_LIMIT && (reader.holding || next(reader.tailer))) {
            reader.holding = false;
            records++;
            final boolean visible = delivery.wrap(reader.tailer.record());
            if (delivery.seq > lane.position) {
                final int qos = visible ? lane.subscriber.match(delivery, journal) : -1;
                if (qos >= 0 && !lane.subscriber.take(delivery, lane, qos)) {
                    reader.holding = true;
                    return records;
                }
                lane.position = delivery.seq;
                lane.subscriber.changed = true;
            }
        }
        return records;
    }

    private CatchUp freeReader() {
        for (final CatchUp reader : readers) {
            if (reader.owner == null) {
                return reader;
            }
        }
        if (readers.size() < MAX_READERS) {
            final CatchUp reader = new CatchUp(open.apply(() -> position));
            readers.add(reader);
            return reader;
        }
        nextReader = (nextReader + 1) % readers.size();
        return readers.get(nextReader);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(readers);
        CloseHelper.close(tailer);
    }
}
