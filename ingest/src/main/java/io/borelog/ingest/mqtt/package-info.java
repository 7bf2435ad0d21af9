/**
 * The MQTT endpoint, 3.1.1 and 5.0, on one Netty event loop: connections, sessions, acknowledgements, limits. Protocol only.
 *
 * <p>Everything here runs on that loop unless a method says otherwise, so that nothing here is locked. What is published goes to
 * {@link io.borelog.ingest.admit}; what is subscribed to is served by {@link io.borelog.ingest.deliver}. A bad peer gets a reason
 * code or a close and is counted; it is no news for the log.
 */
package io.borelog.ingest.mqtt;
