package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** One command run in this JVM: its exit code, what it said on stdout, and its talk. */
record CommandRun(int code, String stdout, String stderr) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static CommandRun of(final String... arguments) {
        final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        final PrintStream before = System.err;
        System.setErr(new PrintStream(stderr, true, UTF_8));
        try {
            final int code = Borelog.commandLine(stdout).execute(arguments);
            return new CommandRun(code, stdout.toString(UTF_8), stderr.toString(UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    List<String> lines() {
        return stdout.lines().toList();
    }

    List<JsonNode> objects() {
        return lines().stream().map(CommandRun::parse).toList();
    }

    JsonNode object() {
        return parse(stdout);
    }

    private static JsonNode parse(final String line) {
        try {
            return JSON.readTree(line);
        } catch (final IOException ex) {
            throw new UncheckedIOException(line, ex);
        }
    }
}
