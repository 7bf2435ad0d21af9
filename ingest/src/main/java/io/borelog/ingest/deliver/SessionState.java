package io.borelog.ingest.deliver;

/**
 * What the event loop knows of a persistent session, as its file says it.
 *
 * @param expirySeconds  after the end of its last connection
 * @param disconnectedMs wall clock of that end; {@link #CONNECTED} before it
 * @param since          inbound seq at the session's creation
 * @param qos2           packet ids of committed QoS 2 publishes that were not released
 */
public record SessionState(long expirySeconds, long disconnectedMs, long since, int[] qos2) {
    /** Found at a start: the connection ended with the process. */
    public static final long CONNECTED = Long.MAX_VALUE;
}
