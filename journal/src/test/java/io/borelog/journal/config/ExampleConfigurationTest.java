package io.borelog.journal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ops/borelog.yaml names every setting with its default, rule and sentence, and sets none. Where it does not, the text that it must
 * have is in target/borelog.yaml, to be copied.
 */
class ExampleConfigurationTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path EXAMPLE = MODULE.resolve("../ops/borelog.yaml").normalize();
    private static final String HEAD = """
        # borelog: every setting there is, with its default; installed as /etc/borelog/borelog.yaml. Take the # away to change one.
        # "decides" marks what results depend on: it enters the journals as a CONFIG record when ingest starts, and the stages behind
        # take it from there. `borelog config show` tells what is in force and where it is from, `borelog config check` tells what is
        # wrong. Keys may also be nested (mqtt: {port: 1883}).
        """;

    @TempDir
    private Path folder;

    @Test
    void shouldNameEverySettingAsTheProgramKnowsIt() throws IOException {
        final String expected = expected();
        final String found = Files.exists(EXAMPLE) ? Files.readString(EXAMPLE) : "";
        if (!found.equals(expected)) {
            final Path target = Files.createDirectories(MODULE.resolve("target")).resolve("borelog.yaml");
            Files.writeString(target, expected);
        }
        assertEquals(expected, found, "ops/borelog.yaml is not what the settings are: copy journal/target/borelog.yaml over it");
    }

    @Test
    void shouldSetNothingAsItIs() {
        final Settings settings = Settings.load(EXAMPLE, List.of());
        for (final Setting setting : Setting.values()) {
            assertEquals("default", settings.origin(setting), setting.key());
        }
    }

    @Test
    void shouldBeGoodWithEverySettingSet() throws IOException {
        final Path file = folder.resolve("borelog.yaml");
        final List<String> set = Files.readAllLines(EXAMPLE).stream().map(line -> line.matches("#[a-z].*") ? line.substring(1) : line).toList();
        Files.write(file, set);
        final Settings settings = Settings.load(file, List.of());
        for (final Setting setting : Setting.values()) {
            assertEquals(file.toString(), settings.origin(setting), setting.key());
            assertEquals(setting.standard(), settings.text(setting), setting.key());
        }
        assertTrue(settings.overrides().isEmpty());
    }

    private static String expected() {
        final StringBuilder text = new StringBuilder(HEAD);
        for (final Setting setting : Setting.values()) {
            text.append("\n# ").append(setting.sentence()).append(setting.decides() ? " (decides)" : "")
                .append("\n# ").append(setting.rule().words())
                .append("\n#").append(setting.key()).append(": ")
                .append(setting.standard().isEmpty() ? "\"\"" : setting.standard()).append('\n');
        }
        return text.toString();
    }
}
