package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of JSON objects, one a line. Written from sending threads and from the MQTT client's callback threads: every method locks, and
 * a slow disk slows the caller. The first failure is kept and thrown by {@link #close()}; later lines are then dropped.
 */
final class JsonLines implements AutoCloseable {
    /** Writes exactly one object. */
    interface Line {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private final JsonGenerator json;
    private IOException failure;

    JsonLines(final Path file) {
        try {
            json = new JsonFactory().createGenerator(Files.newOutputStream(file));
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static JsonLines orNull(final Path file) {
        return file == null ? null : new JsonLines(file);
    }

    synchronized void write(final Line line) {
        if (failure == null && !json.isClosed()) {
            try {
                line.writeTo(json);
            } catch (final IOException e) {
                failure = e;
            }
        }
    }

    /** To the operating system, so that a killed simulator leaves its oracle behind. */
    static void flush(final JsonLines lines) {
        if (lines != null) {
            lines.flush();
        }
    }

    private synchronized void flush() {
        if (failure == null) {
            try {
                json.flush();
            } catch (final IOException e) {
                failure = e;
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            json.writeRaw('\n');
            json.close();
        } catch (final IOException e) {
            failure = failure == null ? e : failure;
        }
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }
}
