package io.borelog.correlate;

import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * The live state of every tool: a Chronicle Map from {@code toolbox/tool} to a {@link ToolState}, off-heap and file-backed so that
 * others may look into it, and disposable: the file is deleted at every start, because a process killed inside a segment lock leaves it
 * locked for ever. The only class that touches Chronicle Map. Plain byte arrays, so no code is generated.
 */
final class ToolMap implements AutoCloseable {
    private static final int AVERAGE_KEY_BYTES = 40;

    /** Tools that a growing map has room for at first. */
    private static final int FIRST_TOOLS = 10_000;

    private final Path growIn;
    private ChronicleMap<byte[], byte[]> map;
    private int capacity;
    private boolean known;

    private ToolMap(final ChronicleMap<byte[], byte[]> map, final Path growIn, final int capacity) {
        this.map = map;
        this.growIn = growIn;
        this.capacity = capacity;
    }

    /** @param file where it lives; null keeps it in memory alone, for the simulation. */
    static ToolMap create(final Path file, final int toolsMax) {
        return new ToolMap(open(file, toolsMax), null, toolsMax);
    }

    /** For replay, which learns from the records how many tools there may be. @param directory for its files, which it deletes. */
    static ToolMap growing(final Path directory) {
        return new ToolMap(open(file(directory, FIRST_TOOLS), FIRST_TOOLS), directory, FIRST_TOOLS);
    }

    private static Path file(final Path directory, final int capacity) {
        return directory.resolve("tools-" + capacity + ".map");
    }

    private static ChronicleMap<byte[], byte[]> open(final Path file, final int toolsMax) {
        final ChronicleMapBuilder<byte[], byte[]> builder = ChronicleMapBuilder.of(byte[].class, byte[].class)
            .name("tools")
            .averageKeySize(AVERAGE_KEY_BYTES)
            .constantValueSizeBySample(new byte[ToolState.LENGTH])
            .entries(toolsMax)
            .maxBloatFactor(4)
            .skipCloseOnExitHook(true) // at SIGTERM the agent still writes a snapshot of it, and closes it itself
            .putReturnsNull(true);
        if (file == null) {
            return builder.create();
        }
        try {
            Files.deleteIfExists(file);
            return builder.createPersistedTo(file.toFile());
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot create " + file + ": " + ex.getMessage(), ex);
        }
    }

    /** @return whether the tool is known; its state is then in {@code into}, which is cleared otherwise. */
    boolean get(final byte[] key, final ToolState into) {
        final byte[] value = map.getUsing(key, into.value());
        known = value != null;
        if (value == null) {
            into.clear();
            return false;
        }
        if (value != into.value()) {
            System.arraycopy(value, 0, into.value(), 0, ToolState.LENGTH);
        }
        return true;
    }

    void put(final byte[] key, final ToolState state) {
        if (growIn != null && !known && map.size() >= capacity) {
            grow();
        }
        map.put(key, state.value());
    }

    private void grow() {
        final ChronicleMap<byte[], byte[]> full = map;
        map = open(file(growIn, 2 * capacity), 2 * capacity);
        map.putAll(full);
        full.close();
        delete(file(growIn, capacity));
        capacity *= 2;
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot delete " + file + ": " + ex.getMessage(), ex);
        }
    }

    int size() {
        return map.size();
    }

    void clear() {
        map.clear();
    }

    /** Key and value are lent: the next tool may come in the same arrays. */
    void forEach(final BiConsumer<byte[], byte[]> consumer) {
        map.forEach(consumer);
    }

    @Override
    public void close() {
        map.close();
        if (growIn != null) {
            delete(file(growIn, capacity));
        }
    }
}
