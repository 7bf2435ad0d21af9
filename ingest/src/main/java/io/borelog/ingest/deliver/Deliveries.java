package io.borelog.ingest.deliver;

import io.borelog.journal.StageException;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageRunner;
import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * The delivery thread: takes commands from the event loop, walks both journals, writes what matches. A thread of its own, so that a slow
 * disk read holds no acknowledgement. A failure here is fatal to the stage, which asks by {@link #check()}.
 *
 * <p>Commands are posted in the order of the protocol and done in that order. When the box of commands is full they are refused, and
 * the event loop cuts that client off.
 */
public final class Deliveries {
    private static final int MAX_COMMANDS = 1 << 16;
    private static final long STOP_LIMIT_MS = 10_000;

    private final ManyToOneConcurrentArrayQueue<Runnable> commands = new ManyToOneConcurrentArrayQueue<>(MAX_COMMANDS);
    /** Those with a subscription, connected or not. */
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final StageContext context;
    private final DistinctErrorLog errorLog;
    private final Walk[] walks = new Walk[Walk.JOURNALS];
    private final SessionFiles files;
    private SessionKeeper keeper;
    private Thread thread;
    private volatile boolean running = true;
    private volatile Throwable failure;

    public Deliveries(final StageContext context, final SessionFiles files) {
        this.context = context;
        this.files = files;
        this.errorLog = context.stageFile().errorLog();
    }

    /** Stage's thread, after inbound was opened and has published its limit. */
    public void start(final List<StoredSession> stored) {
        keeper = new SessionKeeper(files, walks, context.nanoClock()::nanoTime);
        for (final StoredSession session : stored) {
            keeper.known(session.subscriber());
            if (!session.subscriber().filters.isEmpty()) {
                subscribers.add(session.subscriber());
            }
        }
        thread = new DefaultThreadFactory("deliveries").newThread(this::run);
        thread.start();
    }

    /** Stage's thread. @throws IllegalStateException where the delivery thread has ended. */
    public void check() {
        if (failure != null) {
            throw failure instanceof StageException ex ? ex : new IllegalStateException("the delivery thread failed", failure);
        }
    }

    /** Stage's thread: ends the delivery thread and waits for it. */
    public void close() {
        running = false;
        if (thread != null) {
            try {
                thread.join(STOP_LIMIT_MS);
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            walks[Walk.INBOUND] = walk(Walk.INBOUND, Journals.INBOUND, context.stageFile()::limit);
            walks[Walk.OUTBOUND] = walk(Walk.OUTBOUND, Journals.OUTBOUND, context.limitOf(Journals.OUTBOUND));
            final IdleStrategy forRecords = context.idleStrategy(Journals.INBOUND, Journals.OUTBOUND);
            final IdleStrategy forCommands = context.idleStrategy();
            while (running) { // commands and subscribers' acks are found by looking: the waits grow, and none is twice what they took
                final int work = turn();
                (subscribers.isEmpty() ? forCommands : forRecords).idle(work);
            }
            turn();
            keeper.saveAll();
        } catch (final Throwable ex) {
            failure = ex;
        } finally {
            subscribers.forEach(Subscriber::detach);
            CloseHelper.closeAll(walks);
        }
    }

    private Walk walk(final int journal, final String name, final LongSupplier limit) {
        final long published = limit.getAsLong();
        return new Walk(journal, upTo -> Journals.tail(context.data(), name, upTo), limit,
            published > 0 ? published : Journals.newestOnDisk(context.data(), name), this::corrupt); // else what is there is not new
    }

    private void corrupt(final Throwable ex) {
        StageRunner.record(context.stageFile(), errorLog, ex);
    }

    private int turn() {
        int work = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            work++;
        }
        for (final Subscriber subscriber : subscribers) {
            work += subscriber.takeAcks();
        }
        for (final Walk walk : walks) {
            work += walk.turn();
        }
        for (final Subscriber subscriber : subscribers) {
            subscriber.flush();
        }
        return work + keeper.turn();
    }

    /** Event loop: adds or replaces filters; nothing that is committed after {@code whenPlaced} ran is missed. @return false: full. */
    public boolean subscribe(
        final Subscriber subscriber, final List<Filter> filters, final int maxFilters, final Consumer<Boolean> whenPlaced) {
        return commands.offer(() -> {
            final boolean fits = subscriber.filters.size() + filters.size() <= maxFilters;
            if (fits) {
                filters.forEach(filter -> place(subscriber, filter));
                if (!subscriber.filters.isEmpty()) {
                    subscribers.add(subscriber);
                }
                for (final Walk walk : walks) {
                    walk.filtersChanged();
                }
                for (final Lane lane : subscriber.lanes) {
                    if (lane.state == Lane.State.NONE && !subscriber.filters.isEmpty() && subscriber.isConnected()) {
                        walks[lane.journal].joinAtEnd(lane);
                    }
                }
                keeper.shapeChanged(subscriber);
            }
            whenPlaced.accept(fits);
        });
    }

    private void place(final Subscriber subscriber, final Filter filter) {
        for (int i = 0; i < subscriber.filters.size(); i++) {
            final Filter before = subscriber.filters.get(i);
            if (before.text().equals(filter.text())) {
                System.arraycopy(before.from, 0, filter.from, 0, filter.from.length);
                subscriber.filters.set(i, filter);
                return;
            }
        }
        for (int journal = 0; journal < walks.length; journal++) {
            filter.from[journal] = walks[journal].end();
        }
        subscriber.filters.add(filter);
    }

    /** Event loop. @param whenRemoved for each filter whether there was one. */
    public boolean unsubscribe(final Subscriber subscriber, final List<String> filters, final Consumer<boolean[]> whenRemoved) {
        return commands.offer(() -> {
            final boolean[] removed = new boolean[filters.size()];
            for (int i = 0; i < removed.length; i++) {
                final String text = filters.get(i);
                removed[i] = subscriber.filters.removeIf(filter -> filter.text().equals(text));
            }
            for (final Walk walk : walks) {
                walk.filtersChanged();
            }
            if (subscriber.filters.isEmpty()) {
                subscriber.takeAcks();
                subscriber.flush();
                leave(subscriber, Lane.State.NONE);
                subscribers.remove(subscriber);
            }
            keeper.shapeChanged(subscriber);
            whenRemoved.accept(removed);
        });
    }

    /** Event loop, after its CONNACK was written: deliveries go to this channel from now on. */
    public boolean attach(
        final Subscriber subscriber, final SessionState state, final Channel channel, final boolean mqtt5, final int window,
        final int maxPacket) {
        return commands.offer(() -> {
            subscriber.takeAcks();
            subscriber.attach(channel, mqtt5, window, maxPacket);
            keeper.keep(subscriber, state);
            if (subscriber.filters.isEmpty()) {
                return;
            }
            subscribers.add(subscriber);
            for (final Lane lane : subscriber.lanes) {
                walks[lane.journal].leave(lane, Lane.State.AWAY);
                lane.handledBefore = Math.max(lane.handledBefore, lane.position);
                lane.position = Math.min(lane.position, subscriber.inFlight.oldest(lane.journal, Long.MAX_VALUE) - 1);
                walks[lane.journal].follow(lane);
            }
        });
    }

    /** Event loop: its client has gone, the session stays. */
    public void detach(final Subscriber subscriber, final SessionState state) {
        postAlways(() -> {
            subscriber.takeAcks();
            subscriber.detach();
            if (!subscriber.filters.isEmpty()) {
                leave(subscriber, Lane.State.AWAY);
            }
            keeper.gone(subscriber, state);
        });
    }

    /** Event loop. @param news of sessions whose QoS 2 ids have changed. @param mark inbound seq up to which that is all. */
    public void keep(final Map<Subscriber, SessionState> news, final long mark) {
        postAlways(() -> {
            news.forEach(keeper::keep);
            keeper.mark(mark);
        });
    }

    /** Event loop: the session has ended. */
    public void remove(final Subscriber subscriber) {
        postAlways(() -> {
            subscriber.detach();
            leave(subscriber, Lane.State.NONE);
            subscribers.remove(subscriber);
            keeper.forget(subscriber);
        });
    }

    private void leave(final Subscriber subscriber, final Lane.State state) {
        for (final Lane lane : subscriber.lanes) {
            walks[lane.journal].leave(lane, state);
        }
    }

    /** For what may not be refused; the delivery thread empties the box all the time, or has failed. */
    private void postAlways(final Runnable command) {
        while (running && failure == null && !commands.offer(command)) {
            Thread.onSpinWait();
        }
    }
}
