package io.borelog.ingest.deliver;

/** A session as found at start. */
public record StoredSession(String clientId, Subscriber subscriber, SessionState state) {
}
