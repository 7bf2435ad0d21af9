package io.borelog.tools.bench;

import io.borelog.tools.simulate.LoadSettings;
import io.borelog.tools.simulate.SizeProfile;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One kind of load: the same holes at growing rates, each for so many seconds.
 *
 * @param rates       messages per second, three a hole, ascending
 * @param warmUpRate  messages per second before anything is measured
 * @param maxInFlight messages a connection may have unacknowledged; what waits behind it ages
 */
public record BenchLoad(String name, SizeProfile size, List<Integer> rates, int seconds, int warmUpRate, int maxInFlight) {
    static final int PARTS_OF_A_HOLE = 3;
    /** For what is still on its way when a rate has ended: acks, and then as long again for estimates. */
    static final int DRAIN_SECONDS = 10;
    private static final List<Integer> RATES = List.of(100, 1_000, 5_000, 10_000, 50_000, 100_000);
    private static final List<Integer> RATES_OF_LARGE = List.of(30, 100, 300, 1_000);
    private static final int WARM_UP_RATE = 300;
    private static final int CONNECTIONS = 10;
    private static final int TOOLS = 100;
    private static final int REPORTS_PER_SECOND = 5;
    /** In 270 kB each: ten connections hold them all in the generator's heap. */
    private static final int LARGE_IN_FLIGHT = 8;

    /** Holes of 500 to 1,100 samples. @param rates empty for those that every machine is asked for */
    public static BenchLoad small(final List<Integer> rates, final int seconds) {
        final List<Integer> all = rates.isEmpty() ? RATES : rates;
        final int warmUpRate = rates.isEmpty() ? WARM_UP_RATE : Math.min(WARM_UP_RATE, rates.get(0));
        return new BenchLoad("small", SizeProfile.SMALL, all, seconds, warmUpRate, LoadSettings.DEFAULT_MAX_IN_FLIGHT);
    }

    /** Holes of 8,000 to 9,800 samples, 270 kB: what pecking through titanium brings. */
    public static BenchLoad large(final boolean quick, final int seconds) {
        return new BenchLoad("large", SizeProfile.TYPICAL, quick ? RATES_OF_LARGE.subList(0, 1) : RATES_OF_LARGE, seconds,
            RATES_OF_LARGE.get(0), LARGE_IN_FLIGHT);
    }

    /** The same rate of large holes again and again, for an hour and more. @param rate messages per second */
    static BenchLoad steady(final int rate, final int windows, final int seconds) {
        return new BenchLoad("steady", SizeProfile.TYPICAL, Collections.nCopies(windows, rate), seconds, rate, LARGE_IN_FLIGHT);
    }

    /** Whether a rate that was not held makes those behind it pointless. */
    boolean isLadder() {
        return rates.get(0) < rates.get(rates.size() - 1);
    }

    /** One rate of it. @param firstHole the same tools go on counting from rate to rate */
    LoadSettings settings(final int rate, final int forSeconds, final long firstHole) {
        final LoadSettings settings = new LoadSettings();
        settings.size = size;
        settings.tools = TOOLS;
        settings.publishers = CONNECTIONS;
        settings.maxInFlight = maxInFlight;
        settings.holesPerSecond = (double) rate / PARTS_OF_A_HOLE;
        settings.durationNs = TimeUnit.SECONDS.toNanos(forSeconds);
        settings.drainNs = TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        settings.reportIntervalNs = TimeUnit.SECONDS.toNanos(1) / REPORTS_PER_SECOND;
        settings.firstHole = firstHole;
        return settings;
    }

    /** A multiple of the tools, so that none gets the same number twice. */
    static long holesUpTo(final long holes) {
        return (holes / TOOLS + 1) * TOOLS;
    }
}
