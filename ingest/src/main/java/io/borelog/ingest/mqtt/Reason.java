package io.borelog.ingest.mqtt;

/** Reason codes of MQTT 5 that this endpoint gives. */
final class Reason {
    static final int SUCCESS = 0x00;
    static final int NO_SUBSCRIPTION = 0x11;
    static final int UNSPECIFIED = 0x80;
    static final int MALFORMED = 0x81;
    static final int PROTOCOL_ERROR = 0x82;
    static final int CLIENT_ID_INVALID = 0x85;
    static final int SHUTTING_DOWN = 0x8B;
    static final int BAD_AUTHENTICATION_METHOD = 0x8C;
    static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    static final int SESSION_TAKEN_OVER = 0x8E;
    static final int FILTER_INVALID = 0x8F;
    static final int TOPIC_INVALID = 0x90;
    static final int PACKET_ID_NOT_FOUND = 0x92;
    static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    static final int TOPIC_ALIAS_INVALID = 0x94;
    static final int PACKET_TOO_LARGE = 0x95;
    static final int QUOTA_EXCEEDED = 0x97;
    static final int RETAIN_NOT_SUPPORTED = 0x9A;
    static final int SHARED_NOT_SUPPORTED = 0x9E;

    private Reason() {
    }
}
