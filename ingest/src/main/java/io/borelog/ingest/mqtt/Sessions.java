package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.PublishQueue;
import io.borelog.ingest.deliver.Deliveries;
import io.borelog.ingest.deliver.SessionState;
import io.borelog.ingest.deliver.StoredSession;
import io.borelog.ingest.deliver.Subscriber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** All sessions by client id, connected or not; at most {@link Limits#MAX_SESSIONS}. */
final class Sessions {
    private final Map<String, Session> byClientId = new HashMap<>();
    private final Deliveries deliveries;
    private final PublishQueue queue;
    /** Created while publishes were on their way; oldest first. */
    private final ArrayDeque<Session> young = new ArrayDeque<>();
    private final LongSupplier nowMs;
    /** Newest inbound record whose commit was told to its session. */
    private long committedSeq;

    Sessions(final Deliveries deliveries, final PublishQueue queue, final LongSupplier nowMs) {
        this.nowMs = nowMs;
        this.deliveries = deliveries;
        this.queue = queue;
    }

    Session get(final String clientId) {
        return byClientId.get(clientId);
    }

    /** @return null where there are too many. */
    Session create(final String clientId) {
        if (byClientId.size() >= Limits.MAX_SESSIONS) {
            return null;
        }
        final Session session = new Session(clientId, new Subscriber(clientId, Limits.MAX_WINDOW));
        session.since = Long.MAX_VALUE;
        session.offeredBefore = queue.offered();
        young.add(session);
        settle(committedSeq);
        byClientId.put(clientId, session);
        return session;
    }

    /** Each record that has come back. */
    void settle(final long newCommittedSeq) {
        committedSeq = newCommittedSeq;
        while (!young.isEmpty() && young.peek().offeredBefore <= queue.returned()) {
            final Session session = young.poll();
            session.since = committedSeq;
            session.changed = true;
        }
    }

    void attach(final Session session, final Connection connection, final int window, final int maxPacket) {
        if (deliveries.attach(session.subscriber, stateOf(session), connection.channel, connection.isMqtt5(), window, maxPacket)) {
            session.changed = false; // all that is to be known of it went with this
        } else {
            connection.refuse(Reason.QUOTA_EXCEEDED);
        }
    }

    /** Its connection has ended. */
    void detach(final Session session, final Connection connection, final long nowMs) {
        if (session.connection != connection) {
            return;
        }
        session.connection = null;
        session.disconnectedMs = nowMs;
        if (session.isPersistent()) {
            deliveries.detach(session.subscriber, stateOf(session));
        } else {
            remove(session);
        }
    }

    void remove(final Session session) {
        byClientId.remove(session.clientId);
        deliveries.remove(session.subscriber);
    }

    /** Found at start. */
    void restore(final StoredSession stored) {
        final Session session = new Session(stored.clientId(), stored.subscriber());
        session.expirySeconds = stored.state().expirySeconds();
        final long disconnectedMs = stored.state().disconnectedMs();
        session.disconnectedMs = disconnectedMs == SessionState.CONNECTED ? nowMs.getAsLong() : disconnectedMs;
        session.since = stored.state().since();
        for (final int packetId : stored.state().qos2()) {
            session.qos2.restore(packetId);
        }
        byClientId.put(session.clientId, session);
    }

    /** Each second. */
    void keepChanged() {
        final Map<Subscriber, SessionState> news = new HashMap<>();
        for (final Session session : byClientId.values()) {
            if (session.changed) {
                session.changed = false;
                if (session.isPersistent()) {
                    news.put(session.subscriber, stateOf(session));
                }
            }
        }
        deliveries.keep(news, committedSeq);
    }

    private SessionState stateOf(final Session session) {
        return new SessionState(session.expirySeconds, session.connection == null ? session.disconnectedMs : SessionState.CONNECTED,
            session.since, session.qos2.committedIds());
    }

    void expire(final long nowMs) {
        final List<Session> expired = new ArrayList<>();
        for (final Session session : byClientId.values()) {
            if (session.isExpired(nowMs)) {
                expired.add(session);
            }
        }
        expired.forEach(this::remove);
    }

    int size() {
        return byClientId.size();
    }
}
