package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The write cache of a device: nbdkit before the image, which keeps what it is given until it is told to flush. When it is killed,
 * everything that was not flushed is gone, as in a drive without a battery; a kill amid a flush leaves a part of it. Who used it may
 * be killed before: the end of a connection is no flush.
 */
final class WriteCache implements AutoCloseable {
    private static final String SOCKET = "cache.sock";
    private static final long START_LIMIT_S = 20;
    private static final long POLL_MS = 10;

    private final Process nbdkit;

    private WriteCache(final Process nbdkit) {
        this.nbdkit = nbdkit;
    }

    /** Started in the image's directory, because a socket's path must be short; returns when it can be connected to. */
    static WriteCache before(final HostPrograms programs, final Path image, final Path log) throws IOException, InterruptedException {
        final Path socket = image.resolveSibling(SOCKET);
        Files.deleteIfExists(socket); // a killed one leaves it
        final WriteCache cache = new WriteCache(new ProcessBuilder(programs.command(HostProgram.NBDKIT,
            "--exit-with-parent", "-f", "-U", SOCKET, "--filter=cache", "file", image.getFileName().toString()))
            .directory(image.getParent().toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start());
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_S);
        while (!Files.exists(socket)) {
            if (cache.nbdkit.waitFor(POLL_MS, TimeUnit.MILLISECONDS) || System.nanoTime() - deadlineNs > 0) {
                cache.close();
                throw new IOException("nbdkit does not start: " + Files.readString(log).strip());
            }
        }
        return cache;
    }

    /** @return what QEMU knows it by, in the same directory. */
    static String drive() {
        return "nbd:unix:" + SOCKET;
    }

    /** SIGKILL; returns when it is gone. */
    @Override
    public void close() throws InterruptedException {
        nbdkit.destroyForcibly().waitFor();
    }
}
