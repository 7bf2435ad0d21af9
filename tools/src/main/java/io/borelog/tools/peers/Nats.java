package io.borelog.tools.peers;

import io.borelog.tools.guest.HostPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** NATS with JetStream and its MQTT listener: a stream in files, written before the ack and forced now and then behind it. */
record Nats(Path program) implements Server {
    static final String NAME = "nats jetstream";
    private static final Pattern READY = Pattern.compile(".*Server is ready");
    private static final Pattern VERSION = Pattern.compile("Version: +(\\S+)");

    static Optional<Server> find(final List<Path> directories) {
        return HostPrograms.lookUp(directories, "nats-server").map(Nats::new);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String ack() {
        return "written";
    }

    @Override
    public Running start(final Path work) throws IOException, InterruptedException {
        final int port = ListeningProcess.freePort();
        final Path config = Files.write(work.resolve("nats.conf"), List.of(
            "server_name: side-by-side",
            "listen: \"127.0.0.1:-1\"", // its own clients; a free port
            "jetstream { store_dir: \"" + work.resolve("jetstream") + "\" }",
            "mqtt { listen: \"127.0.0.1:" + port + "\", max_ack_pending: 1000 }"));
        return ListeningProcess.start(NAME, new ProcessBuilder(program.toString(), "-c", config.toString()), port, READY, VERSION);
    }
}
