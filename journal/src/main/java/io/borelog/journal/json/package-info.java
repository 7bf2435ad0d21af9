/**
 * Records as JSON, where more than one room must give the same text.
 *
 * <p>The estimate message is told to the world by publish and shown by the tools' {@code tail} and {@code why}; its fields and
 * their order are a contract, so they are written in one place, {@link io.borelog.journal.json.EstimateJson}.
 */
package io.borelog.journal.json;
