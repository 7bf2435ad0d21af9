/**
 * Reading what the tools send: the topic's levels, and the bytes of one MQTT message, into a reused
 * {@link io.borelog.correlate.payload.Part}.
 * <p>
 * Pure functions of the bytes: no journal, no clock, no state between messages. Tolerant of every shape that real gateways have
 * sent; what cannot be read is a {@link io.borelog.correlate.payload.Problem}, never an exception. Jackson is only the referee
 * of what is no JSON.
 */
package io.borelog.correlate.payload;
