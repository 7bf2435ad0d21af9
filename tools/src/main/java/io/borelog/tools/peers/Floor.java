package io.borelog.tools.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The least that a server can do: mqfloor in one of its modes. No topics, no sessions, one thread. */
public final class Floor implements Server {
    public static final String NONE = "floor, nothing";
    public static final String WRITE = "floor, write";
    public static final String SYNC = "floor, fdatasync";
    public static final String SYNC_PREALLOCATED = "floor, fdatasync, preallocated";
    private static final Pattern READY = Pattern.compile("mqfloor: listening on \\d+");
    private static final Pattern NO_VERSION = Pattern.compile("(?!)(.)");
    /** Size of the file that is filled before: larger takes its time, smaller starts again more often. */
    private static final String PREALLOCATED_MB = "2048";

    private final Path program;
    private final String name;
    private final String ack;
    private final List<String> mode;

    private Floor(final Path program, final String name, final String ack, final String... mode) {
        this.program = program;
        this.name = name;
        this.ack = ack;
        this.mode = List.of(mode);
    }

    public static Floor none(final LoadTools tools) {
        return new Floor(tools.mqfloor(), NONE, "nothing is stored", "-m", "none");
    }

    public static Floor write(final LoadTools tools) {
        return new Floor(tools.mqfloor(), WRITE, "written", "-m", "write");
    }

    public static Floor sync(final LoadTools tools) {
        return new Floor(tools.mqfloor(), SYNC, "forced, batch by batch", "-m", "sync");
    }

    public static Floor preallocated(final LoadTools tools) {
        return new Floor(tools.mqfloor(), SYNC_PREALLOCATED, "forced, into a file that has its blocks", "-m", "sync", "-a", "-l",
            PREALLOCATED_MB);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Kind kind() {
        return Kind.FLOOR;
    }

    @Override
    public String ack() {
        return ack;
    }

    @Override
    public Running start(final Path work) throws Exception {
        final int port = ListeningProcess.freePort();
        final List<String> command = new ArrayList<>(
            List.of(program.toString(), "-p", Integer.toString(port), "-f", work.resolve("floor.journal").toString()));
        command.addAll(mode);
        return ListeningProcess.start("mqfloor", new ProcessBuilder(command), port, READY, NO_VERSION);
    }
}
