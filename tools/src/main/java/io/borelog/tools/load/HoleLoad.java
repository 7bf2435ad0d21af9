package io.borelog.tools.load;

import io.borelog.tools.simulate.LoadSettings;
import io.borelog.tools.simulate.SizeProfile;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One kind of load: the same holes at growing rates, each for so many seconds.
 *
 * @param rates        messages per second, three a hole, ascending
 * @param warmUpRate   messages per second before anything is measured, over few connections
 * @param maxInFlight  messages a connection may have unacknowledged; what waits behind it ages
 * @param connections  no more than tools
 * @param drainSeconds for what is still on its way when a rate has ended: acks, and then as long again for estimates
 */
public record HoleLoad(String name, SizeProfile size, List<Integer> rates, int seconds, int warmUpRate, int maxInFlight, int connections,
                       int tools, int drainSeconds) {
    public static final int PARTS_OF_A_HOLE = 3;
    private static final int DRAIN_SECONDS = 10;
    private static final int SHORT_DRAIN_SECONDS = 5;
    /** All of them together. */
    private static final int CONNECT_SECONDS = 120;
    private static final List<Integer> RATES = List.of(100, 1_000, 5_000, 10_000, 50_000, 100_000);
    private static final List<Integer> RATES_OF_LARGE = List.of(30, 100, 300, 1_000);
    /** A measured rate meets compiled code, as it does in a pipeline that has been up for an hour. */
    private static final int WARM_UP_RATE = 300;
    public static final int CONNECTIONS = 10;
    public static final int TOOLS = 100;
    private static final int REPORTS_PER_SECOND = 5;
    /** In 270 kB each: ten connections hold them all in the generator's heap. */
    private static final int LARGE_IN_FLIGHT = 8;

    /** Holes of 500 to 1,100 samples. @param rates empty for those that every machine is asked for */
    public static HoleLoad small(final List<Integer> rates, final int seconds) {
        final List<Integer> all = rates.isEmpty() ? RATES : rates;
        return new HoleLoad("small", SizeProfile.SMALL, all, seconds, warmUpRate(rates), LoadSettings.DEFAULT_MAX_IN_FLIGHT, CONNECTIONS,
            TOOLS, DRAIN_SECONDS);
    }

    private static int warmUpRate(final List<Integer> rates) {
        return rates.isEmpty() ? WARM_UP_RATE : Math.min(WARM_UP_RATE, rates.get(0));
    }

    /**
     * Holes of 8,000 to 9,800 samples, 270 kB: what pecking through titanium brings.
     *
     * @param rates empty for those that every machine is asked for
     * @param quick only the lowest of those
     */
    public static HoleLoad large(final List<Integer> rates, final boolean quick, final int seconds) {
        final List<Integer> all = !rates.isEmpty() ? rates : quick ? RATES_OF_LARGE.subList(0, 1) : RATES_OF_LARGE;
        return new HoleLoad("large", SizeProfile.TYPICAL, all, seconds, warmUpRate(rates), LARGE_IN_FLIGHT, CONNECTIONS, TOOLS,
            DRAIN_SECONDS);
    }

    /** Small holes at one rate, from the warm-up on. */
    public static HoleLoad small(final String name, final int rate, final int seconds, final int connections, final int tools) {
        return new HoleLoad(name, SizeProfile.SMALL, List.of(rate), seconds, rate, LoadSettings.DEFAULT_MAX_IN_FLIGHT, connections,
            Math.max(tools, TOOLS), SHORT_DRAIN_SECONDS);
    }

    /** Large holes, warmed up at the first rate. */
    public static HoleLoad large(final String name, final List<Integer> rates, final int seconds) {
        return new HoleLoad(name, SizeProfile.TYPICAL, rates, seconds, rates.get(0), LARGE_IN_FLIGHT, CONNECTIONS, TOOLS,
            SHORT_DRAIN_SECONDS);
    }

    /** The same for the warm-up: what many connections cost is not measured there. */
    LoadSettings warmUp(final int forSeconds, final long firstHole) {
        final LoadSettings settings = settings(warmUpRate, forSeconds, firstHole);
        settings.publishers = Math.min(connections, CONNECTIONS);
        return settings;
    }

    /** The same rate of large holes again and again, for an hour and more. @param rate messages per second */
    public static HoleLoad steady(final int rate, final int windows, final int seconds) {
        return new HoleLoad("steady", SizeProfile.TYPICAL, Collections.nCopies(windows, rate), seconds, rate, LARGE_IN_FLIGHT, CONNECTIONS,
            TOOLS, DRAIN_SECONDS);
    }

    /** Whether a rate that was not held makes those behind it pointless. */
    boolean isLadder() {
        return rates.get(0) < rates.get(rates.size() - 1);
    }

    /** One rate of it. @param firstHole the same tools go on counting from rate to rate */
    LoadSettings settings(final int rate, final int forSeconds, final long firstHole) {
        final LoadSettings settings = new LoadSettings();
        settings.size = size;
        settings.tools = tools;
        settings.publishers = connections;
        settings.maxInFlight = maxInFlight;
        settings.holesPerSecond = (double) rate / PARTS_OF_A_HOLE;
        settings.durationNs = TimeUnit.SECONDS.toNanos(forSeconds);
        settings.drainNs = TimeUnit.SECONDS.toNanos(drainSeconds);
        settings.connectTimeoutNs = TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        settings.reportIntervalNs = TimeUnit.SECONDS.toNanos(1) / REPORTS_PER_SECOND;
        settings.firstHole = firstHole;
        return settings;
    }

    /** A multiple of the tools, so that none gets the same number twice. */
    long holesUpTo(final long holes) {
        return (holes / tools + 1) * tools;
    }
}
