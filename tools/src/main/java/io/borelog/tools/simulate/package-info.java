/**
 * Simulated drilling tools: holes with known truth, their three messages, and a sender that offers them at a fixed rate.
 *
 * <p>{@code HoleGenerator} and {@code PayloadWriter} are pure: a seed and a hole number give the same bytes on every machine.
 * {@code LoadGenerator} is the only class here that has threads, clocks and a network; its load is open-loop, so a slow server
 * shows as latency and never as less load. What was acknowledged can be written down, which is the oracle of the torture tests.
 */
package io.borelog.tools.simulate;
