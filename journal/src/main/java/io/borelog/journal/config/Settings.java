package io.borelog.journal.config;

import io.borelog.journal.record.DecidingConfig.FileValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The concluded settings of one process: defaults, then the YAML file, then {@code --set key=value}. Immutable; checked once, here.
 * In the file a key may be written flat ({@code mqtt.port: 1883}) or nested.
 */
public final class Settings {
    private static final String DEFAULT = "default";

    private record Value(String text, String origin) {
    }

    private final EnumMap<Setting, Value> values;

    private Settings(final EnumMap<Setting, Value> values) {
        this.values = values;
    }

    public static Settings defaults() {
        return load(null, List.of());
    }

    /**
     * @param file      YAML, or null for none
     * @param overrides {@code key=value} each
     * @throws ConfigurationException naming setting, rule and value found
     */
    public static Settings load(final Path file, final Collection<String> overrides) {
        final EnumMap<Setting, Value> values = new EnumMap<>(Setting.class);
        for (final Setting setting : Setting.values()) {
            values.put(setting, new Value(setting.standard(), DEFAULT));
        }
        if (file != null) {
            read(file).forEach((key, value) -> put(values, key, value, file.toString()));
        }
        for (final String override : overrides) {
            final int equals = override.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationException("--set must be key=value: " + override);
            }
            put(values, override.substring(0, equals).strip(), override.substring(equals + 1).strip(), "--set");
        }
        return new Settings(values);
    }

    public String text(final Setting setting) {
        return values.get(setting).text;
    }

    public int number(final Setting setting) {
        return Integer.parseInt(text(setting));
    }

    public long durationNs(final Setting setting) {
        return Rule.durationNs(text(setting));
    }

    public long sizeBytes(final Setting setting) {
        return Rule.sizeBytes(text(setting));
    }

    /** Durations inside CONFIG records have the same form. */
    public static long parseDurationNs(final String value) {
        return Rule.durationNs(value);
    }

    /** Where the value is from: default, the file's name, or --set. */
    public String origin(final Setting setting) {
        return values.get(setting).origin;
    }

    /** The settings that decide, by key: what ingest writes as CONFIG at OPEN. */
    public Map<String, FileValue> deciding() {
        final Map<String, FileValue> deciding = new TreeMap<>();
        for (final Setting setting : Setting.values()) {
            if (setting.decides()) {
                deciding.put(setting.key(), new FileValue(text(setting), isWritten(setting)));
            }
        }
        return deciding;
    }

    /** @return whether a person has set it, to whatever value. */
    public boolean isWritten(final Setting setting) {
        return !origin(setting).equals(DEFAULT);
    }

    /** For a child process: the overrides that reproduce what is not default here. */
    public List<String> overrides() {
        return values.entrySet().stream()
            .filter(entry -> !entry.getValue().text.equals(entry.getKey().standard()))
            .map(entry -> entry.getKey().key() + "=" + entry.getValue().text)
            .toList();
    }

    private static void put(final EnumMap<Setting, Value> values, final String key, final String value, final String origin) {
        values.put(requireValid(key, value, origin), new Value(value, origin));
    }

    /**
     * Checks one setting from wherever it comes.
     *
     * @param origin for the sentence: file, option or socket
     * @throws ConfigurationException naming setting, rule and value found
     */
    public static Setting requireValid(final String key, final String value, final String origin) {
        final Setting setting = Setting.of(key);
        if (setting == null) {
            throw new ConfigurationException("unknown setting " + printable(key) + " (" + origin + "), did you mean " + nearest(key) + "?");
        }
        if (!setting.rule().accepts(value)) {
            throw new ConfigurationException(key + " " + setting.rule().words() + ": " + printable(value) + " (" + origin + ")");
        }
        return setting;
    }

    private static Map<String, String> read(final Path file) {
        final Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(Files.readString(file));
        } catch (final IOException ex) {
            throw new ConfigurationException("cannot read the configuration file " + file + ": "
                + (Files.exists(file) ? ex.getMessage() : "no such file"), ex);
        } catch (final MarkedYamlEngineException ex) {
            throw new ConfigurationException(file + " is not valid YAML: " + ex.getProblem()
                + ex.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1)).orElse(""), ex);
        } catch (final YamlEngineException ex) {
            throw new ConfigurationException(file + " is not valid YAML: " + ex.getMessage(), ex);
        }
        final Map<String, String> flat = new LinkedHashMap<>();
        if (root instanceof Map<?, ?> map) {
            flatten("", map, flat);
        } else if (root != null) {
            throw new ConfigurationException(file + " must be a YAML mapping of keys to values");
        }
        return flat;
    }

    private static void flatten(final String prefix, final Map<?, ?> map, final Map<String, String> into) {
        map.forEach((name, value) -> {
            final String key = prefix + name;
            if (value instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, into);
            } else {
                into.put(key, value == null ? "" : value.toString());
            }
        });
    }

    private static String nearest(final String key) {
        return Arrays.stream(Setting.values())
            .map(Setting::key)
            .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
            .orElseThrow();
    }

    /** Levenshtein distance; keys are short. */
    private static int distance(final String a, final String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }

    private static String printable(final String text) {
        final String cut = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return cut.isEmpty() ? "(empty)" : cut.replaceAll("\\p{Cntrl}", "?");
    }
}
