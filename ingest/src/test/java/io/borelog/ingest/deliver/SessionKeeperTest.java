package io.borelog.ingest.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeeperTest {
    private static final int WINDOW = 8;
    private static final SessionState HERE = new SessionState(60, SessionState.CONNECTED, 0, new int[0]);
    private static final SessionState AWAY = new SessionState(60, 1_000, 0, new int[0]);

    @TempDir
    private Path data;
    private SessionFiles files;
    private SessionKeeper keeper;
    private long nowNs;

    @BeforeEach
    void open() throws IOException {
        files = new SessionFiles(data);
        assertEquals(List.of(), files.load(WINDOW, ex -> { }));
        final Walk[] walks = new Walk[Walk.JOURNALS];
        for (int journal = 0; journal < walks.length; journal++) {
            walks[journal] = new Walk(journal, limit -> null, () -> 0, 0, ex -> { });
        }
        keeper = new SessionKeeper(files, walks, () -> nowNs);
    }

    private List<StoredSession> stored() throws IOException {
        final List<Exception> unreadable = new ArrayList<>();
        final List<StoredSession> stored = files.load(WINDOW, unreadable::add);
        assertEquals(List.of(), unreadable);
        return stored;
    }

    private List<Subscriber> connected(final int clients) {
        final List<Subscriber> subscribers = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            subscribers.add(new Subscriber("client-" + client, WINDOW));
            keeper.keep(subscribers.get(client), HERE);
        }
        return subscribers;
    }

    private void oneSecond() {
        nowNs += TimeUnit.SECONDS.toNanos(1);
        while (keeper.turn() > 0) {
            // up to where nothing is due
        }
    }

    @Test
    void shouldWriteAFewPerTurnHoweverManyConnectAtOnce() throws Exception {
        connected(10);
        keeper.mark(77);
        int inAll = 0;
        for (int written = keeper.turn(); written > 0; written = keeper.turn()) {
            assertTrue(written <= 4);
            inAll += written;
            assertEquals(inAll, stored().size());
            assertEquals(0, files.mark(), "the ids of those that wait are in no file yet");
        }
        assertEquals(10, inAll);
        oneSecond();
        assertEquals(77, files.mark());
    }

    @Test
    void shouldWriteOnceWhatSubscribesBeforeItsTurn() throws Exception {
        keeper.shapeChanged(connected(1).get(0));
        assertEquals(1, stored().size());
        assertEquals(0, keeper.turn());
    }

    @Test
    void shouldNotWriteAgainWhatOnlyPublishesAndStays() {
        connected(3);
        oneSecond();
        nowNs += TimeUnit.HOURS.toNanos(1);
        for (int seconds = 0; seconds < 60; seconds++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            assertEquals(0, keeper.turn());
        }
    }

    @Test
    void shouldWriteWithinASecondThatAPublisherHasGone() throws Exception {
        final Subscriber publisher = connected(1).get(0);
        oneSecond();
        assertEquals(SessionState.CONNECTED, stored().get(0).state().disconnectedMs());
        keeper.gone(publisher, AWAY);
        assertEquals(0, keeper.turn());
        oneSecond();
        assertEquals(1_000, stored().get(0).state().disconnectedMs());
    }

    @Test
    void shouldWriteAtAStopWhatWaitsAndNotWhoHasOnlyGone() throws Exception {
        final List<Subscriber> publishers = connected(2);
        oneSecond();
        publishers.forEach(publisher -> keeper.gone(publisher, AWAY));
        final Subscriber late = new Subscriber("late", WINDOW);
        keeper.keep(late, HERE);
        keeper.mark(5);
        keeper.saveAll();
        assertEquals(3, stored().size());
        assertTrue(stored().stream().allMatch(session -> session.state().disconnectedMs() == SessionState.CONNECTED));
        assertEquals(5, files.mark());
    }

    @Test
    void shouldForgetASessionThatWaits() throws Exception {
        final Subscriber subscriber = connected(1).get(0);
        keeper.forget(subscriber);
        oneSecond();
        assertEquals(List.of(), stored());
    }
}
