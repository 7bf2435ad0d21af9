package io.borelog.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real broker as a child process on a port of its own, with its sessions on disk so that they outlive it. */
final class Mosquitto implements AutoCloseable {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(20);

    final int port;
    private final Path program;
    private final Path config;
    private final Path log;
    private Process process;

    private Mosquitto(final Path program, final Path directory) throws IOException {
        this.program = program;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        config = directory.resolve("mosquitto.conf");
        log = directory.resolve("mosquitto.log");
        Files.write(config, List.of(
            "listener " + port + " 127.0.0.1", "allow_anonymous true", "user " + System.getProperty("user.name"),
            "persistence true", "persistence_location " + directory + "/", "max_queued_messages 0"));
    }

    /** Skips the test where mosquitto is not installed; a failure where the environment says that strangers are required. */
    static Mosquitto create(final Path directory) throws IOException {
        final Path program = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
            .map(folder -> Path.of(folder, "mosquitto")).filter(Files::isExecutable).findFirst().orElse(null);
        if ("required".equals(System.getenv("BORELOG_STRANGERS"))) {
            assertTrue(program != null, "mosquitto is required and not installed");
        }
        assumeTrue(program != null, "mosquitto is not installed");
        return new Mosquitto(program, directory);
    }

    /** Returns when it takes connections. */
    Mosquitto start() throws IOException {
        process = new ProcessBuilder(program.toString(), "-c", config.toString())
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        final long deadline = System.nanoTime() + LIMIT_NS;
        while (true) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return this;
            } catch (final IOException ex) {
                assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "mosquitto does not listen: " + read());
                Thread.onSpinWait();
            }
        }
    }

    /** Its connections end, what it has acked is on its disk. */
    void stop() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }

    /** It takes bytes no more and answers nothing, while its connections stay. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(final String name) throws IOException, InterruptedException {
        assertFalse(process.pid() <= 1);
        assertTrue(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() == 0);
    }

    private String read() {
        try {
            return Files.readString(log);
        } catch (final IOException ex) {
            return ex.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }
}
