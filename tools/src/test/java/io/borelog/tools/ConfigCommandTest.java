package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of the settings, and of a mistake in them. */
class ConfigCommandTest {
    @TempDir
    private Path directory;

    private Path file(final String yaml) throws IOException {
        return Files.writeString(directory.resolve("borelog.yaml"), yaml);
    }

    @Test
    void shouldShowEverySettingWithItsOrigin() throws IOException {
        final Path file = file("mqtt:\n  port: 1884\n");

        final List<JsonNode> shown =
            CommandRun.of("config", "show", "--json", "--config", file.toString(), "--set", "mqtt.host=0.0.0.0").objects();

        assertEquals(Setting.values().length, shown.size());
        for (final JsonNode setting : shown) {
            final String expected = switch (setting.get("key").asText()) {
                case "mqtt.port" -> file.toString();
                case "mqtt.host" -> "--set";
                default -> "default";
            };
            assertEquals(expected, setting.get("origin").asText(), setting.toString());
        }
    }

    @Test
    void shouldTakeSharedOptionsBeforeAndAfterTheCommand() {
        assertEquals(0, CommandRun.of("--set", "mqtt.port=1885", "config", "check", "--json").code());
        assertEquals(2, CommandRun.of("--set", "mqtt.port=x", "config", "check").code());
        assertEquals(2, CommandRun.of("config", "check", "--set", "mqtt.port=x").code());
    }

    @Test
    void shouldSayOneSentenceAboutAMistake() throws IOException {
        assertSays("borelog check: unknown setting mqt.port (--set), did you mean mqtt.port?", "--set", "mqt.port=1");
        assertSays("borelog check: mqtt.port must be a whole number from 0 to 65535: 70000 (--set)", "--set", "mqtt.port=70000");
        assertSays("borelog check: --set must be key=value: mqtt.port", "--set", "mqtt.port");
        assertSays("borelog check: cannot read the configuration file nowhere.yaml: no such file", "--config", "nowhere.yaml");
        final Path file = file("infer.worker: 2\n");
        assertSays("borelog check: unknown setting infer.worker (" + file + "), did you mean infer.workers?", "--config", file.toString());
    }

    @Test
    void shouldNameTheNearestCommand() {
        final CommandRun run = CommandRun.of("statsu");

        assertEquals(2, run.code());
        assertTrue(run.stderr().contains("status"), run.stderr());
        assertEquals(2, CommandRun.of().code());
        assertEquals(2, CommandRun.of("config").code());
        assertEquals(2, CommandRun.of("config", "check", "--no-such-option").code());
    }

    private static void assertSays(final String sentence, final String... options) {
        final String[] arguments = new String[options.length + 2];
        arguments[0] = "config";
        arguments[1] = "check";
        System.arraycopy(options, 0, arguments, 2, options.length);
        final CommandRun run = CommandRun.of(arguments);

        assertEquals(2, run.code());
        assertEquals("", run.stdout());
        assertEquals(sentence, run.stderr().strip());
    }
}
