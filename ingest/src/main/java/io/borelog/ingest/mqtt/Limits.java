package io.borelog.ingest.mqtt;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;

/**
 * What a peer can make the endpoint hold, concluded once.
 *
 * @param maxPacket            bytes of one control packet
 * @param maxConnections       connections beyond this are closed at once
 * @param receiveMaximum       unacknowledged publishes of one 5.0 client
 * @param sessionExpirySeconds longest time that the session of an absent client is kept
 */
record Limits(int maxPacket, int maxConnections, int receiveMaximum, long sessionExpirySeconds) {
    static final int MAX_SESSIONS = 100_000;
    static final int MAX_FILTERS = 1_024;
    static final int MAX_TOPIC_LEVELS = 128;
    static final int MAX_TOPIC_ALIAS = 16;
    static final int MAX_CLIENT_ID_BYTES = 1_024;
    /** Deliveries one client may have unacknowledged, where it names no receive maximum (3.1.1). */
    static final int WINDOW_311 = 64;
    /** And at most, whatever it names. */
    static final int MAX_WINDOW = 1_024;
    static final long CONNECT_TIMEOUT_NS = 5_000_000_000L;

    static Limits of(final Settings settings) {
        return new Limits(
            (int) settings.sizeBytes(Setting.MQTT_MAX_PACKET),
            settings.number(Setting.MQTT_MAX_CONNECTIONS),
            settings.number(Setting.MQTT_RECEIVE_MAXIMUM),
            settings.durationNs(Setting.MQTT_SESSION_EXPIRY) / 1_000_000_000L);
    }
}
