package io.borelog.ingest.mqtt;

/** What a client wants said when its connection dies without a DISCONNECT. Said at once: a will delay is not kept. */
record Will(byte[] topic, byte[] payload, int qos, boolean retain) {
}
