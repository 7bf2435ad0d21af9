package io.borelog.tools;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Wall time as people and programs read it: ISO-8601, UTC, always nine digits behind the second, so that it sorts as text. */
final class WallTime {
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long NS_PER_S = 1_000_000_000L;

    private WallTime() {
    }

    static String text(final long ns) {
        return FORMAT.format(Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S)));
    }

    /** Now, ns since 1970. */
    static long nowNs() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}
