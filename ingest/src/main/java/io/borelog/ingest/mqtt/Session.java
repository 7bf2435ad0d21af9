package io.borelog.ingest.mqtt;

import io.borelog.ingest.deliver.Subscriber;
import java.nio.charset.StandardCharsets;

/** What outlives a connection: the client's identity, its unreleased QoS 2 ids, and its place in the journals (the subscriber). */
final class Session {
    final String clientId;
    final byte[] clientIdBytes;
    final Qos2Ids qos2 = new Qos2Ids();
    final Subscriber subscriber;
    /** Null while the client is away. */
    Connection connection;
    /** 0 = ends with the connection. */
    long expirySeconds;
    /** Wall clock, ms since 1970; of the last connection's end. */
    long disconnectedMs;
    /**
     * Inbound seq of the newest record that was on its way when the session was created: up to here the same client's QoS 2 ids belong to
     * an earlier session. Unknown, and therefore everything, until that record has come back.
     */
    long since;
    /** Entries offered to the queue before its creation. */
    long offeredBefore;
    /** Whether its file must be written again. */
    boolean changed;

    Session(final String clientId, final Subscriber subscriber) {
        this.clientId = clientId;
        this.clientIdBytes = clientId.getBytes(StandardCharsets.UTF_8);
        this.subscriber = subscriber;
    }

    boolean isPersistent() {
        return expirySeconds > 0;
    }

    boolean isExpired(final long nowMs) {
        return connection == null && nowMs - disconnectedMs >= expirySeconds * 1_000;
    }
}
