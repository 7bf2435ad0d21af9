package io.borelog.tools.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real broker on a free port of 127.0.0.1, restartable on the same port. Its state is in memory: a restart forgets all sessions. */
final class Mosquitto implements AutoCloseable {
    private final Path binary;
    private final Path config;
    private final int port;
    private Process process;

    private Mosquitto(final Path binary, final Path dir) throws IOException {
        this.binary = binary;
        this.config = dir.resolve("mosquitto.conf");
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\n"
            + "set_tcp_nodelay true\n");
        start();
    }

    /** Null when there is no mosquitto on this machine. */
    static Path find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
            .map(folder -> Path.of(folder, "mosquitto")).filter(Files::isExecutable).findFirst().orElse(null);
    }

    static Mosquitto start(final Path binary, final Path dir) throws IOException {
        return new Mosquitto(binary, dir);
    }

    int port() {
        return port;
    }

    private void start() throws IOException {
        process = new ProcessBuilder(binary.toString(), "-v", "-c", config.toString()).redirectErrorStream(true).start();
        final BufferedReader log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = log.readLine();
        while (line != null && !line.endsWith("running")) {
            line = log.readLine();
        }
        if (line == null) {
            throw new IOException("mosquitto did not start");
        }
        final Thread drain = new Thread(() -> log.lines().forEach(rest -> { }), "mosquitto-log");
        drain.setDaemon(true);
        drain.start();
    }

    /** Killed, not stopped: nobody gets a goodbye. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void restart() throws IOException {
        kill();
        start();
    }

    @Override
    public void close() {
        kill();
    }
}
