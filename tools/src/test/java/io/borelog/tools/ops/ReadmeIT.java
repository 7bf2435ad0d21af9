package io.borelog.tools.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's first hole, as the README says it, with the real mosquitto clients against {@code borelog up} on a free port. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("<!-- (run|compared) by ReadmeIT -->\n```[a-z]+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern READY = Pattern.compile("borelog ready mqtt=([^\\s=]+):(\\d+) http=\\S+ data=\\S.*");

    @TempDir
    private Path data;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (final Process process : started) {
            process.destroy(); // up stops its stages
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldGetTheEstimateThatTheReadmeShows() throws Exception {
        Checkout.stranger("mosquitto_sub");
        Checkout.stranger("mosquitto_pub");
        final List<String> blocks = blocks();
        final Process up = start(borelogUp());
        final String line = awaitLine(reader(up), ".*");
        final Matcher ready = READY.matcher(line);
        assertTrue(ready.matches(), line);
        final String port = ready.group(2);

        // -d tells when it has subscribed, and stdbuf that it says so at once
        final Process subscriber = start(shell("exec stdbuf -oL " + blocks.get(0).strip() + " -C 1 -W 60 -d", port));
        final BufferedReader heard = reader(subscriber);
        awaitLine(heard, "Subscribed .*");
        final Process publisher = start(shell(blocks.get(1), port));
        assertEquals(0, publisher.waitFor(), () -> text(publisher));
        final JsonNode estimate = new ObjectMapper().readTree(awaitLine(heard, "\\{.*"));

        final JsonNode shown = new ObjectMapper().readTree(blocks.get(2));
        shown.fieldNames().forEachRemaining(name -> assertEquals(shown.get(name), estimate.get(name), name));
        up.destroy();
        assertTrue(up.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, up.exitValue());
    }

    /** @return the README's subscribe command, its publish commands, the estimate it shows. */
    private static List<String> blocks() throws IOException {
        final List<String> blocks = new ArrayList<>();
        final Matcher matcher = BLOCK.matcher(Files.readString(Checkout.path("README.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(2));
        }
        assertEquals(3, blocks.size(), "the README's marked blocks");
        return blocks;
    }

    /** As {@code ./borelog up}, from the class path of this test: a build inside a build would meet itself. */
    private List<String> borelogUp() {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.borelog.tools.Borelog",
            "up", "--data", data.toString(), "--set", "mqtt.port=0", "--set", "http.port=0"));
        return command;
    }

    private static List<String> shell(final String script, final String port) {
        return List.of("sh", "-e", "-c", script.replace("-p 1883", "-p " + port));
    }

    private Process start(final List<String> command) throws IOException {
        final Process process = new ProcessBuilder(command).directory(Checkout.path(".").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        return process;
    }

    private static String awaitLine(final BufferedReader lines, final String pattern) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.matches(pattern)) {
            line = lines.readLine();
        }
        assertNotNull(line, "the end came before " + pattern);
        return line;
    }

    private static BufferedReader reader(final Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    private static String text(final Process process) {
        return String.join("\n", reader(process).lines().toList());
    }
}
