/**
 * How fast the pipeline is on this machine ({@code borelog bench}): loads at fixed rates, how cost grows with one thing at a time, and the
 * benches of {@code jmh} in a JVM of theirs. What it says goes into one page, one file of figures and one of histograms. The command's
 * thread.
 */
package io.borelog.tools.bench;
