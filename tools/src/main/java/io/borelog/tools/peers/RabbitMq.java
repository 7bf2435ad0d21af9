package io.borelog.tools.peers;

import io.borelog.tools.guest.HostPrograms;
import io.borelog.tools.load.ReadyProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * RabbitMQ with its MQTT plugin and quorum queues: of the brokers here the one that forces before it acknowledges.
 *
 * @param epmd    Erlang's port mapper, which a node starts where it finds none, and leaves behind: this one ends with the server
 */
record RabbitMq(Path program, Path epmd) implements Server {
    static final String NAME = "rabbitmq, quorum queue";
    /** Debian's program on the path changes its user, who may not write here. */
    private static final Path DEBIAN = Path.of("/usr/lib/rabbitmq/bin");
    private static final Pattern READY = Pattern.compile(".*completed with \\d+ plugins.*");
    private static final Pattern VERSION = Pattern.compile("Starting RabbitMQ (\\S+)");
    private static final Pattern EPMD_READY = Pattern.compile(".*entering the main select\\(\\) loop");
    private static final long EPMD_LIMIT_S = 20;

    static Optional<Server> find(final List<Path> directories) {
        final List<Path> first = Stream.concat(Stream.of(DEBIAN), directories.stream()).toList();
        return HostPrograms.lookUp(first, "rabbitmq-server")
            .flatMap(program -> HostPrograms.lookUp(directories, "epmd").map(epmd -> new RabbitMq(program, epmd)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String ack() {
        return "forced";
    }

    @Override
    public Running start(final Path work) throws IOException, InterruptedException {
        final int port = ListeningProcess.freePort();
        final String mapper = Integer.toString(ListeningProcess.freePort());
        final Path config = Files.write(work.resolve("rabbitmq.conf"), List.of(
            "listeners.tcp = none",
            "mqtt.listeners.tcp.default = 127.0.0.1:" + port,
            "mqtt.allow_anonymous = true",
            "mqtt.durable_queue_type = quorum",
            "mqtt.prefetch = 1000",
            "log.console = true",
            "log.file = false"));
        final Path plugins = Files.writeString(work.resolve("enabled_plugins"), "[rabbitmq_mqtt].\n");
        final ReadyProcess names = ReadyProcess.start("epmd", new ProcessBuilder(epmd.toString(), "-d", "-d", "-port", mapper,
            "-address", "127.0.0.1"), EPMD_READY, EPMD_LIMIT_S, EPMD_LIMIT_S, line -> { });
        try {
            final ProcessBuilder builder = new ProcessBuilder(program.toString());
            builder.environment().putAll(Map.ofEntries(
                Map.entry("HOME", work.toString()), // Erlang's cookie
                Map.entry("ERL_EPMD_PORT", mapper),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", "side-by-side@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(ListeningProcess.freePort())),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"), // nothing of the machine's own server
                Map.entry("RABBITMQ_CONFIG_FILE", config.toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", work.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", work.resolve("log").toString()),
                Map.entry("RABBITMQ_PID_FILE", work.resolve("pid").toString()),
                Map.entry("RUNNING_UNDER_SYSTEMD", "1"))); // the script becomes the server: no shell between us and it
            return new WithPortMapper(ListeningProcess.start(NAME, builder, port, READY, VERSION), names);
        } catch (final RuntimeException | InterruptedException ex) {
            names.close();
            throw ex;
        }
    }

    /** Both; the port mapper has no part in the work. */
    private record WithPortMapper(ListeningProcess server, ReadyProcess names) implements Running {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public List<Long> pids() {
            return server.pids();
        }

        @Override
        public String version() {
            return server.version();
        }

        @Override
        public void close() {
            server.close();
            names.close();
        }
    }
}
