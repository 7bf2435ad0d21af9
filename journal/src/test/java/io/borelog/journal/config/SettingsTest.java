package io.borelog.journal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path directory;

    private String sentence(final String... overrides) {
        return assertThrows(ConfigurationException.class, () -> Settings.load(null, List.of(overrides))).getMessage();
    }

    private Path file(final String yaml) throws IOException {
        return Files.writeString(directory.resolve("borelog.yaml"), yaml);
    }

    @Test
    void shouldTakeEveryDefaultThroughItsOwnRule() {
        final Settings settings = Settings.defaults();
        for (final Setting setting : Setting.values()) {
            assertTrue(setting.rule().accepts(setting.standard()), setting.key());
            assertEquals("default", settings.origin(setting));
        }
        assertEquals(1 << 20, settings.sizeBytes(Setting.MQTT_MAX_PACKET));
        assertEquals(30_000_000_000L, settings.durationNs(Setting.CORRELATE_WINDOW));
    }

    @Test
    void shouldReadFlatAndNestedKeysAndLetTheCommandLineWin() throws IOException {
        final Settings settings = Settings.load(file("mqtt:\n  port: 18830\ncorrelate.window: 5s\ndurability: page-cache\n"),
            List.of("mqtt.port=0"));
        assertEquals(0, settings.number(Setting.MQTT_PORT));
        assertEquals("--set", settings.origin(Setting.MQTT_PORT));
        assertEquals("5s", settings.text(Setting.CORRELATE_WINDOW));
        assertEquals(List.of("durability=page-cache", "mqtt.port=0", "correlate.window=5s"), settings.overrides());
    }

    @Test
    void shouldNameTheNearestKeyOfAnUnknownOne() {
        assertEquals("unknown setting mqtt.prot (--set), did you mean mqtt.port?", sentence("mqtt.prot=1"));
    }

    @Test
    void shouldNameSettingRuleAndValueFound() {
        assertEquals("mqtt.port must be a whole number from 0 to 65535: 70000 (--set)", sentence("mqtt.port=70000"));
        assertEquals("durability must be one of disk, page-cache: always (--set)", sentence("durability=always"));
        assertEquals("correlate.window must be a duration such as 500ms, 30s or 2h, from 1ms to 24h: 30 (--set)",
            sentence("correlate.window=30"));
        assertEquals("--set must be key=value: nonsense", sentence("nonsense"));
        assertEquals("mqtt.host must be a text of 1 to 255 characters without control characters: a?[31m (--set)",
            sentence("mqtt.host=a\u001b[31m"));
    }

    @Test
    void shouldSayWhereAFileIsNoYaml() throws IOException {
        final Path file = file("mqtt:\n  port: [1\n");
        final String message = assertThrows(ConfigurationException.class, () -> Settings.load(file, List.of())).getMessage();
        assertTrue(message.startsWith(file + " is not valid YAML: ") && message.contains("line "), message);
        assertEquals("cannot read the configuration file " + directory.resolve("none.yaml") + ": no such file",
            assertThrows(ConfigurationException.class,
                () -> Settings.load(directory.resolve("none.yaml"), List.of())).getMessage());
    }
}
