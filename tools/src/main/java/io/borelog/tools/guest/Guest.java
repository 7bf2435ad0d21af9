package io.borelog.tools.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One boot, from power on to the cut. The power is cut with SIGKILL of QEMU, by its pid: the guest's memory is gone in the midst of
 * whatever it does, and with it every page that its kernel had not written.
 */
public final class Guest implements AutoCloseable {
    private static final long POLL_MS = 50;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Process qemu;
    private final WriteCache cache;
    private final Thread console;

    private Guest(final Process qemu, final WriteCache cache, final Path log) {
        this.qemu = qemu;
        this.cache = cache;
        console = new Thread(() -> readConsole(log), "console of a guest");
        console.setDaemon(true);
        console.start();
    }

    /**
     * @param port of 127.0.0.1 that leads to the guest's endpoint
     * @param log  gets what the guest says on its console, appended
     */
    public static Guest boot(final GuestMachine machine, final DataDisk disk, final Boot boot, final int port, final Path log)
        throws IOException, InterruptedException {
        final Path image = disk.image();
        final WriteCache cache =
            boot.forgetful() ? WriteCache.before(machine.programs(), image, image.resolveSibling("nbdkit.log")) : null;
        final String drive = boot.forgetful() ? WriteCache.drive() : image.toString();
        try {
            final Process qemu = new ProcessBuilder(machine.qemu(drive, boot, port)).directory(image.getParent().toFile())
                .redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
            return new Guest(qemu, cache, log);
        } catch (final IOException ex) {
            if (cache != null) {
                cache.close();
            }
            throw ex;
        }
    }

    private void readConsole(final Path log) {
        try (BufferedReader said = new BufferedReader(new InputStreamReader(qemu.getInputStream(), UTF_8));
            BufferedWriter writer = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                writer.write(line);
                writer.newLine();
                writer.flush();
                lines.add(line);
            }
        } catch (final IOException ex) {
            // its end of the pipe is gone, and with it what it might have said
        }
    }

    /** What was said so far is of no interest any more. */
    public void skip() {
        lines.clear();
    }

    /**
     * Waits until a line of the console has this text in it.
     *
     * @param goesOn asked again and again
     * @return what follows the text; null where the guest ended, the time is over or nobody wants to wait any more
     */
    public String await(final String text, final long limitSeconds, final BooleanSupplier goesOn) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (goesOn.getAsBoolean() && System.nanoTime() - deadlineNs < 0) {
            final boolean over = !console.isAlive();
            final String line = lines.poll(POLL_MS, TimeUnit.MILLISECONDS);
            if (line != null && line.contains(text)) {
                return line.substring(line.indexOf(text) + text.length()).strip();
            }
            if (line == null && over) {
                return null;
            }
        }
        return null;
    }

    public boolean isAlive() {
        return qemu.isAlive();
    }

    /** Returns when nothing of the guest runs. The machine first, so that it does not see its device fail. */
    public void cut() throws InterruptedException {
        qemu.destroyForcibly().waitFor();
        if (cache != null) {
            cache.close();
        }
        console.join();
    }

    @Override
    public void close() {
        try {
            cut();
        } catch (final InterruptedException ex) {
            qemu.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
