package io.borelog.tools.simulate;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What to send, how fast and to whom. Filled by the command line or a test through its fields, then {@link #conclude()}d once;
 * nobody writes to it afterwards.
 */
public final class LoadSettings {
    /** Publishes a connection may have unacknowledged; a full window delays sending, and the delay counts as latency. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 64;

    public String host = "127.0.0.1";
    public int port = 1883;
    /** Both or neither. */
    public String username;
    public String password;
    /** A connection's client id is this and its number; a fixed id is what lets a session survive a reconnect. */
    public String clientIdPrefix = "borelog-simulate-";

    public long seed = 1;
    public int tools = 25;
    public SizeProfile size = SizeProfile.MIXED;
    public Dialect[] dialects = {Dialect.GATEWAY_2025};
    /** Number of the first hole: a second run against the same tools goes on where the first one ended. */
    public long firstHole;
    /** A folder of folders with ResultManagement.json or Result.json, Trace.json and Heads.json to send instead of generated holes. */
    public Path replayDir;

    /** Never more connections than tools: a tool keeps to one connection. */
    public int publishers = 10;
    public double holesPerSecond = 1.0;
    public long durationNs = TimeUnit.SECONDS.toNanos(60);
    public int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
    public boolean shuffleParts;
    public long partGapNs;
    public double withoutHeads;
    public double withoutTrace;
    /** Fraction of holes of which every message is sent again, with a new MessageId. */
    public double duplicates;

    public long connectTimeoutNs = TimeUnit.SECONDS.toNanos(10);
    /** How long to go on after the end for what is due and for acknowledgements. */
    public long drainNs = TimeUnit.SECONDS.toNanos(30);
    public long reportIntervalNs = TimeUnit.SECONDS.toNanos(5);
    /** JSON lines of {@link HoleTruth}; null writes none. */
    public Path truthFile;
    /** JSON lines, one per acknowledged message; null writes none. */
    public Path ackedFile;

    /** Told of each hole before its first message is sent, once, on a sending thread; null where nobody wants to know. */
    public HoleListener onHole;
    /** Null where nobody wants to know. */
    public LoadListener onLoad;

    private boolean concluded;

    LoadSettings conclude() {
        if (concluded) {
            throw new IllegalStateException("settings are concluded already");
        }
        concluded = true;
        require(tools > 0, "tools must be positive: " + tools);
        require(publishers > 0, "publishers must be positive: " + publishers);
        require(holesPerSecond > 0.0 && holesPerSecond < 1e6, "rate must be in (0, 1000000) holes/s: " + holesPerSecond);
        require(durationNs > 0, "duration must be positive: " + durationNs + " ns");
        require(maxInFlight > 0 && maxInFlight < 65_536, "in-flight window must be 1 to 65535: " + maxInFlight);
        require(partGapNs >= 0, "message gap must not be negative: " + partGapNs + " ns");
        require(firstHole >= 0, "first hole must not be negative: " + firstHole);
        require(reportIntervalNs > 0, "report interval must be positive: " + reportIntervalNs + " ns");
        requireFraction("holes without Heads", withoutHeads);
        requireFraction("holes without Trace", withoutTrace);
        requireFraction("duplicates", duplicates);
        require(username == null == (password == null), "username and password belong together");
        require(dialects.length > 0, "at least one dialect is needed");
        publishers = Math.min(publishers, tools);
        return this;
    }

    /** Holes of the whole run, at least one. */
    long holes() {
        return Math.max(1, Math.round(holesPerSecond * durationNs / 1e9));
    }

    private static void requireFraction(final String what, final double fraction) {
        require(fraction >= 0.0 && fraction <= 1.0, what + " must be a fraction of 0 to 1: " + fraction);
    }

    private static void require(final boolean holds, final String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
