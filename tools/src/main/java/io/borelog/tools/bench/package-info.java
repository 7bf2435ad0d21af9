/**
 * How fast the pipeline is on this machine ({@code borelog bench}): loads at fixed rates against {@code up} in processes of its own, and
 * the benches of {@code jmh} in a JVM of theirs. Looks from outside, as a client and as an operator would; what it says goes into one page,
 * one file of figures and one of histograms. The command's thread, with the generator's and the subscriber's beside it.
 */
package io.borelog.tools.bench;
