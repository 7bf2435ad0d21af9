package io.borelog.journal.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that decide, as a CONFIG record's text: one line {@code key=value in force<TAB>value of the file} per key, sorted.
 *
 * <p>A control change (promote, scale) sets the value in force and leaves the file's value alone; at OPEN a key of the file wins only
 * where the file's value has changed since, so that a restart never undoes a control change. A key that the file does not name has an
 * empty value of the file: a program with another default changes nothing that was decided before. Keys that only control sets have
 * {@code (control)} there and outlive every file. Immutable.
 */
public final class DecidingConfig {
    private static final String CONTROL = "(control)";

    /**
     * A setting as a process has it.
     *
     * @param isWritten by a person, in a file or an option; false for the program's own default
     */
    public record FileValue(String value, boolean isWritten) {
    }

    private record Entry(String inForce, String ofFile) {
        private boolean isUnchanged(final FileValue file) {
            return file.isWritten ? ofFile.equals(file.value) : ofFile.isEmpty() || ofFile.equals(file.value);
        }
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

    /** What is in force after an OPEN with this file; keys that it does not have are gone, but for those of control. */
    public DecidingConfig withFile(final Map<String, FileValue> file) {
        final TreeMap<String, Entry> merged = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (entry.ofFile.equals(CONTROL)) {
                merged.put(key, entry);
            }
        });
        file.forEach((key, ofFile) -> merged.put(key,
            new Entry(takes(key, ofFile) ? ofFile.value : entries.get(key).inForce, ofFile.isWritten ? ofFile.value : "")));
        return new DecidingConfig(merged);
    }

    /** @return whether an OPEN with this value of the file puts it in force. */
    public boolean takes(final String key, final FileValue file) {
        final Entry before = entries.get(key);
        return before == null || !before.isUnchanged(file);
    }

    /** What is in force after a control change of one key that the file has too. */
    public DecidingConfig with(final String key, final String value) {
        final Entry before = entries.get(key);
        return with(key, new Entry(value, before == null ? "" : before.ofFile));
    }

    /** What is in force after a change of one key that only control sets; an empty value removes it. */
    public DecidingConfig withControl(final String key, final String value) {
        return with(key, value.isEmpty() ? null : new Entry(value, CONTROL));
    }

    private DecidingConfig with(final String key, final Entry entry) {
        final TreeMap<String, Entry> changed = new TreeMap<>(entries);
        if (entry == null) {
            changed.remove(key);
        } else {
            changed.put(key, entry);
        }
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

    /** @return the value in force, empty where there is none: of a key that came after the first journals, or that control sets. */
    public String find(final String key) {
        final Entry entry = entries.get(key);
        return entry == null ? "" : entry.inForce;
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
