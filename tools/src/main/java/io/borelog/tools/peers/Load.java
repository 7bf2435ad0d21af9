package io.borelog.tools.peers;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is sent: QoS 1, as a hundred tools, at most 64 messages unacknowledged on a connection. */
public enum Load {
    SMALL("512 B, 10 connections", 512, 10, 0),
    ONE_CONNECTION("512 B, 1 connection", 512, 1, 0),
    LARGE("49,152 B, 10 connections", 49_152, 10, 0),
    OPEN_LOOP("512 B, 5,000 messages a second, 10 connections", 512, 10, 5_000);

    private static final int TOPICS = 100;
    private static final int WINDOW = 64;
    /** Of the seconds of a load, not counted. */
    private static final double WARM_UP = 0.25;
    /** Seconds of the fast load that comes before, in those of the load. */
    private static final double BEFORE = 0.625;

    private final String title;
    private final int bytes;
    private final int connections;
    private final int rate;

    /** @param rate messages a second of all connections together, from due times; 0 for what the window allows */
    Load(final String title, final int bytes, final int connections, final int rate) {
        this.title = title;
        this.bytes = bytes;
        this.connections = connections;
        this.rate = rate;
    }

    /** @param names none for all. @throws StageException USAGE where there is no such load */
    public static List<Load> of(final List<String> names) {
        final List<Load> loads = new ArrayList<>();
        for (final String name : names) {
            loads.add(Arrays.stream(values()).filter(load -> load.id().equals(name)).findFirst().orElseThrow(() -> new StageException(
                ExitCode.USAGE, "--loads must be among " + Arrays.stream(values()).map(Load::id).toList() + ": " + name)));
        }
        return loads.isEmpty() ? List.of(values()) : loads;
    }

    /** As it is asked for, and for programs. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Arguments of mqload; the first quarter of the time is not counted. */
    List<String> arguments(final double seconds) {
        final List<String> arguments = atRate(seconds);
        arguments.addAll(List.of("--warmup", Double.toString(seconds * WARM_UP)));
        return arguments;
    }

    /**
     * Of the loads before, one after the other: as fast as it goes, because a compiler must have seen the path often enough; and where
     * there is a rate as long again at that rate, where a server goes other ways.
     */
    List<List<String>> before(final double seconds) {
        final List<String> fast = shape(seconds * BEFORE);
        return rate > 0 ? List.of(fast, atRate(seconds)) : List.of(fast);
    }

    private List<String> atRate(final double seconds) {
        final List<String> arguments = shape(seconds);
        if (rate > 0) {
            arguments.addAll(List.of("--rate", Integer.toString(rate)));
        }
        return arguments;
    }

    private List<String> shape(final double seconds) {
        return new ArrayList<>(List.of("--conns", Integer.toString(connections), "--tools", Integer.toString(TOPICS),
            "--size", Integer.toString(bytes), "--window", Integer.toString(WINDOW), "--seconds", Double.toString(seconds)));
    }
}
