package io.borelog.tools.peers;

import io.borelog.tools.guest.HostPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Mosquitto with persistence as it comes: the database is written every half hour and at the end, an ack is a promise of memory. */
record Mosquitto(Path program) implements Server {
    static final String NAME = "mosquitto";
    private static final Pattern READY = Pattern.compile(".*mosquitto version \\S+ running");
    private static final Pattern VERSION = Pattern.compile("mosquitto version (\\S+) starting");

    static Optional<Server> find(final List<Path> directories) {
        return HostPrograms.lookUp(directories, "mosquitto").map(Mosquitto::new);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String ack() {
        return "in memory";
    }

    @Override
    public Running start(final Path work) throws IOException, InterruptedException {
        final int port = ListeningProcess.freePort();
        final Path config = Files.write(work.resolve("mosquitto.conf"), List.of(
            "listener " + port + " 127.0.0.1",
            "allow_anonymous true",
            "user " + System.getProperty("user.name"), // root would become another user, who may not write here
            "persistence true",
            "persistence_location " + work + '/',
            "max_queued_messages 0",
            "max_inflight_messages 1000",
            "set_tcp_nodelay true")); // without it acks wait for the delayed ack of TCP
        return ListeningProcess.start(NAME, new ProcessBuilder(program.toString(), "-c", config.toString()), port, READY, VERSION);
    }
}
