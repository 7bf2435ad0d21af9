package io.borelog.tools.capacity;

/**
 * What is asked, and what the host has.
 *
 * @param utilisation share of its time that a worker may be busy
 * @param rate        messages a second to size for; 0 for those that come now
 * @param workers     infer processes that are configured
 * @param seconds     how long the pipeline is looked at
 * @param outageHours for which the disk shall have room
 * @param diskBytesPerS what the device sustains; 0 where nobody said
 * @param advice      whether it is asked for
 */
public record CapacityPlan(
    double utilisation, double rate, int workers, int cores, int seconds, double outageHours, double diskBytesPerS, boolean advice) {
}
