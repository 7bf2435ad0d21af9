package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A command's data, on stdout: lines of text or one JSON object a line. Notices a reader that has gone, which System.out hides.
 * Used by the command's thread.
 */
final class Output implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final OutputStream out;
    private final JsonGenerator json;

    /** Writes the fields of one JSON object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    Output(final OutputStream target) {
        out = new BufferedOutputStream(target, 64 << 10);
        try {
            json = JSON.createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter(""));
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** @throws BrokenPipeException where nobody reads */
    void line(final String text) {
        try {
            out.write(text.getBytes(UTF_8));
            out.write('\n');
        } catch (final IOException ex) {
            throw new BrokenPipeException(ex);
        }
    }

    /** One object, one line. @throws BrokenPipeException where nobody reads */
    void object(final Fields fields) {
        try {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.flush();
            out.write('\n');
        } catch (final IOException ex) {
            throw new BrokenPipeException(ex);
        }
    }

    /** Lets readers see what was written. */
    void flush() {
        try {
            out.flush();
        } catch (final IOException ex) {
            throw new BrokenPipeException(ex);
        }
    }

    @Override
    public void close() {
        flush();
    }
}
