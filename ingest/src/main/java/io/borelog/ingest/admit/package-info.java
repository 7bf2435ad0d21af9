/**
 * The hand-over between whoever receives messages and the stage's thread that journals them: one bounded way in, one way back.
 *
 * <p>Nothing here knows MQTT: the endpoint uses it, and so will every other source of messages.
 */
package io.borelog.ingest.admit;
