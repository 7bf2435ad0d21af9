package io.borelog.ingest.deliver;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a session's file is written: before the SUBACK where its filters change; in its turn where its client has come, a
 * subscriber has gone or QoS 2 ids have changed; each second while its place moves. A few per turn, each with a force, so that deliveries
 * go on when ten thousand connect at once. On a full disk each is tried again every second; a session that is new then is forgotten
 * where we are killed before there is space, and an old one goes on where its file says. Delivery thread.
 */
final class SessionKeeper {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionKeeper.class);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** Also places that moved past records of others, so that a restart need not read them all again. */
    private static final long QUIET_INTERVALS = 30;
    private static final int FILES_PER_TURN = 4;

    private final Set<Subscriber> persistent = new LinkedHashSet<>();
    /** In their order. */
    private final Set<Subscriber> due = new LinkedHashSet<>();
    /** Those that the disk had no space for. */
    private final Set<Subscriber> unsaved = new LinkedHashSet<>();
    private final SessionFiles files;
    private final Walk[] walks;
    private final LongSupplier clockNs;
    private final long[] positions = new long[Walk.JOURNALS];
    private long nextNs;
    private long intervals;
    private long mark;
    private long markSaved;

    SessionKeeper(final SessionFiles files, final Walk[] walks, final LongSupplier clockNs) {
        this.files = files;
        this.walks = walks;
        this.clockNs = clockNs;
        this.nextNs = clockNs.getAsLong() + INTERVAL_NS;
    }

    /** Loaded from its file. */
    void known(final Subscriber subscriber) {
        persistent.add(subscriber);
    }

    /** News from the event loop; a session that ends with its connection has no file. */
    void keep(final Subscriber subscriber, final SessionState state) {
        if (state.expirySeconds() == 0) {
            forget(subscriber);
        } else {
            subscriber.state = state;
            persistent.add(subscriber);
            due.add(subscriber);
        }
    }

    /** Its client has gone. Where it only published, its file calls it connected a little longer, or until the next start. */
    void gone(final Subscriber subscriber, final SessionState state) {
        if (state.expirySeconds() > 0 && subscriber.filters.isEmpty() && persistent.contains(subscriber)) {
            subscriber.state = state;
            subscriber.changed = true;
        } else {
            keep(subscriber, state);
        }
    }

    /** Its shape has changed; nothing where it has no file. */
    void shapeChanged(final Subscriber subscriber) {
        if (subscriber.state != null) {
            due.remove(subscriber);
            save(subscriber);
        }
    }

    /** After {@link #keep} of every session that had news: once they are written, all ids up to here are in the files. */
    void mark(final long inboundSeq) {
        mark = Math.max(mark, inboundSeq);
        saveMark();
    }

    private void saveMark() {
        if (mark > markSaved && due.isEmpty() && unsaved.isEmpty() && io(() -> files.saveMark(mark))) {
            markSaved = mark;
        }
    }

    void forget(final Subscriber subscriber) {
        if (persistent.remove(subscriber)) {
            due.remove(subscriber);
            unsaved.remove(subscriber);
            subscriber.state = null;
            io(() -> files.remove(subscriber.clientId));
        }
    }

    /** @return files written. */
    int turn() {
        if (due.isEmpty() && clockNs.getAsLong() - nextNs >= 0) {
            nextNs = clockNs.getAsLong() + INTERVAL_NS;
            saveMark();
            final boolean quietToo = ++intervals % QUIET_INTERVALS == 0;
            for (final Subscriber subscriber : persistent) {
                if (subscriber.changed || quietToo && subscriber.isConnected() && !subscriber.filters.isEmpty()) {
                    due.add(subscriber);
                }
            }
        }
        int written = 0;
        for (final Iterator<Subscriber> next = due.iterator(); written < FILES_PER_TURN && next.hasNext(); written++) {
            final Subscriber subscriber = next.next();
            next.remove();
            save(subscriber);
        }
        return written;
    }

    /** A clean stop: what the next start must find, and where each subscriber is. */
    void saveAll() {
        for (final Subscriber subscriber : persistent) {
            if (due.remove(subscriber) || !subscriber.filters.isEmpty()) {
                save(subscriber);
            }
        }
        saveMark();
    }

    private void save(final Subscriber subscriber) {
        subscriber.changed = false;
        for (final Lane lane : subscriber.lanes) {
            positions[lane.journal] = Math.max(walks[lane.journal].positionOf(lane), lane.handledBefore);
        }
        if (io(() -> files.save(subscriber, positions))) {
            unsaved.remove(subscriber);
        } else {
            unsaved.add(subscriber);
            subscriber.changed = true;
        }
    }

    /** @return false where the disk is full; on one that is gone the stage stops rather than forget sessions */
    private boolean io(final Io action) {
        IOException failed = tried(action);
        if (failed != null && !files.diskIsFull()) {
            failed = tried(action); // it may have been full then, and be no more
            if (failed != null && !files.diskIsFull()) {
                throw new StageException(ExitCode.DISK, "cannot write the sessions: " + failed, failed);
            }
        }
        if (failed != null && unsaved.isEmpty()) {
            LOGGER.warn("the disk is full, sessions are not written for now: {}", failed.getMessage());
        }
        return failed == null;
    }

    private static IOException tried(final Io action) {
        try {
            action.run();
            return null;
        } catch (final IOException ex) {
            return ex;
        }
    }

    private interface Io {
        void run() throws IOException;
    }
}
