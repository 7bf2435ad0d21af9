package io.borelog.ingest.mqtt;

import io.borelog.ingest.deliver.Deliveries;
import io.borelog.ingest.deliver.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** All sessions by client id, connected or not; at most {@link Limits#MAX_SESSIONS}. */
final class Sessions {
    private final Map<String, Session> byClientId = new HashMap<>();
    private final Deliveries deliveries;
    private final LongSupplier inboundSeq;

    Sessions(final Deliveries deliveries, final LongSupplier inboundSeq) {
        this.deliveries = deliveries;
        this.inboundSeq = inboundSeq;
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
        session.since = inboundSeq.getAsLong();
        session.changed = true;
        byClientId.put(clientId, session);
        return session;
    }

    void attach(final Session session, final Connection connection, final int window, final int maxPacket, final boolean present) {
        session.changed = true;
        if (!deliveries.attach(session.subscriber, connection.channel, connection.isMqtt5(), window, maxPacket)) {
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
        session.changed = true;
        if (session.isPersistent()) {
            deliveries.detach(session.subscriber);
        } else {
            remove(session);
        }
    }

    void remove(final Session session) {
        byClientId.remove(session.clientId);
        deliveries.remove(session.subscriber);
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
