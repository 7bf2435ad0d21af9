package io.borelog.journal.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that decide, as a CONFIG record's text: one line {@code key=value in force<TAB>value of the file} per key, sorted.
 *
 * <p>A control change (promote, scale) sets the value in force and leaves the file's value alone; at OPEN a key of the file wins only
 * where the file's value has changed since, so that a restart never undoes a control change. Immutable.
 */
public final class DecidingConfig {
    private record Entry(String inForce, String ofFile) {
    }

    private final TreeMap<String, Entry> entries;

    private DecidingConfig(final TreeMap<String, Entry> entries) {
        this.entries = entries;
    }

    public static DecidingConfig parse(final String text) {
        final TreeMap<String, Entry> entries = new TreeMap<>();
        if (text != null) {
            for (final String line : text.split("\n")) {
                final int equals = line.indexOf('=');
                final int tab = line.indexOf('\t');
                if (equals > 0 && tab > equals) {
                    entries.put(line.substring(0, equals), new Entry(line.substring(equals + 1, tab), line.substring(tab + 1)));
                }
            }
        }
        return new DecidingConfig(entries);
    }

    /** What is in force after an OPEN with this file. */
    public DecidingConfig withFile(final Map<String, String> file) {
        final TreeMap<String, Entry> merged = new TreeMap<>();
        file.forEach((key, ofFile) -> {
            final Entry before = entries.get(key);
            merged.put(key, new Entry(before == null || !before.ofFile.equals(ofFile) ? ofFile : before.inForce, ofFile));
        });
        return new DecidingConfig(merged);
    }

    /** What is in force after a control change of one key. */
    public DecidingConfig with(final String key, final String value) {
        final TreeMap<String, Entry> changed = new TreeMap<>(entries);
        final Entry before = entries.get(key);
        changed.put(key, new Entry(value, before == null ? value : before.ofFile));
        return new DecidingConfig(changed);
    }

    /** @throws IllegalStateException where the key is missing: an older journal; the caller names the stage. */
    public String get(final String key) {
        final Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException("the CONFIG in force has no " + key);
        }
        return entry.inForce;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public String text() {
        final StringBuilder text = new StringBuilder();
        entries.forEach((key, entry) ->
            text.append(key).append('=').append(entry.inForce).append('\t').append(entry.ofFile).append('\n'));
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
