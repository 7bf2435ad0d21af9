package io.borelog.tools.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.function.Consumer;

/** Reads a stream of a child process line by line on a thread of its own, to its end. */
final class Lines {
    private Lines() {
    }

    /** @param atEnd runs once, after the last line */
    static Thread read(final String name, final InputStream from, final Consumer<String> line, final Runnable atEnd) {
        final Thread thread = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8))) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    line.accept(text);
                }
            } catch (final IOException ex) {
                line.accept("(the pipe broke: " + ex.getMessage() + ")");
            } finally {
                atEnd.run();
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
