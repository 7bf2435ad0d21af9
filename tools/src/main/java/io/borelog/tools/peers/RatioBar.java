package io.borelog.tools.peers;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What is asked of one server's figure divided by another's in the same round: the other is the floor, and with it the disk and the
 * processors as they were at that moment.
 *
 * @param higher whether a higher ratio is the better one
 * @param first  what it has to be
 * @param goal   what it shall be
 */
public record RatioBar(String what, Load load, String server, String floor, ToDoubleFunction<LoadFigures> figure, boolean higher,
                       double first, double goal) {
    /** Names of our servers in the rounds. */
    public static final String PAGE_CACHE = "borelog ingest, page-cache";
    public static final String DISK = "borelog ingest, disk";

    static final List<RatioBar> ALL = List.of(
        new RatioBar("512 B, page-cache: messages/s ÷ floor that writes", Load.SMALL, PAGE_CACHE, Floor.WRITE,
            LoadFigures::messagesPerSecond, true, 0.35, 0.8),
        new RatioBar("512 B, disk: messages/s ÷ floor with fdatasync", Load.SMALL, DISK, Floor.SYNC,
            LoadFigures::messagesPerSecond, true, 0.6, 1.0),
        new RatioBar("48 KB, disk: messages/s ÷ floor with fdatasync", Load.LARGE, DISK, Floor.SYNC,
            LoadFigures::messagesPerSecond, true, 0.7, 2.5),
        new RatioBar("5,000 messages/s, disk: PUBACK p99 ÷ floor with fdatasync", Load.OPEN_LOOP, DISK, Floor.SYNC,
            figures -> figures.ackMs("p99"), false, 3, 1.2));

    /** @return the ratio of each round; NaN where one of the two has no figures, or such that cannot be believed */
    List<Double> ratios(final List<Measurement> measurements) {
        final int rounds = measurements.stream().mapToInt(Measurement::round).max().orElse(0);
        return IntStream.rangeClosed(1, rounds).mapToObj(round ->
            figureOf(measurements, server, round) / figureOf(measurements, floor, round)).toList();
    }

    private double figureOf(final List<Measurement> measurements, final String name, final int round) {
        return measurements.stream().filter(one -> one.isOf(load, name) && one.round() == round && one.isClean()).findFirst()
            .map(one -> figure.applyAsDouble(one.figures())).orElse(Double.NaN);
    }

    boolean isMet(final double ratio, final double bar) {
        return higher ? ratio >= bar : ratio <= bar; // NaN is neither
    }

    boolean isMetInAll(final List<Double> ratios, final double bar) {
        return !ratios.isEmpty() && ratios.stream().allMatch(ratio -> isMet(ratio, bar));
    }
}
