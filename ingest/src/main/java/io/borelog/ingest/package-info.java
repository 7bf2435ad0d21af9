/**
 * MQTT in, journal {@code inbound} out: what is acknowledged is stored.
 *
 * <p>Three threads. The event loop ({@link io.borelog.ingest.mqtt}) speaks the protocol, the stage's thread
 * ({@link io.borelog.ingest.IngestAgent}) appends, forces and releases the acks, and the delivery thread
 * ({@link io.borelog.ingest.deliver}) reads the journals for subscribers, so that a slow disk read never holds an ack.
 */
package io.borelog.ingest;
