package io.borelog.ingest.mqtt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.ingest.deliver.SessionState;
import io.borelog.ingest.deliver.StoredSession;
import io.borelog.ingest.deliver.Subscriber;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final long START_MS = 1_000_000;
    private static final long EXPIRY_S = 10;

    private static Session restored(final long disconnectedMs) {
        final Sessions sessions = new Sessions(null, null, () -> START_MS); // what it finds at a start needs neither
        final SessionState state = new SessionState(EXPIRY_S, disconnectedMs, 0, new int[0]);
        sessions.restore(new StoredSession("tool", new Subscriber("tool", 8), state));
        return sessions.get("tool");
    }

    @Test
    void shouldCountTheExpiryOfAClientThatWasConnectedFromTheStart() {
        final Session session = restored(SessionState.CONNECTED);
        assertFalse(session.isExpired(START_MS + EXPIRY_S * 1_000 - 1));
        assertTrue(session.isExpired(START_MS + EXPIRY_S * 1_000));
    }

    @Test
    void shouldCountTheExpiryOfOneThatWasAwayFromItsGoing() {
        final Session session = restored(START_MS - 4_000);
        assertFalse(session.isExpired(START_MS + 5_999));
        assertTrue(session.isExpired(START_MS + 6_000));
    }
}
