package io.borelog.correlate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import net.openhft.chronicle.hash.serialization.impl.ByteArraySizedReader;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live state of every tool: a Chronicle Map from {@code toolbox/tool} to a {@link ToolState}, off-heap and file-backed so that
 * others may look into it, and disposable: the file is deleted at every start, because a process killed inside a segment lock leaves it
 * locked for ever. It and {@link LentBytes} alone touch Chronicle Map. Plain byte arrays, so no code is generated. On a full disk it has
 * no file.
 *
 * <p>As large as the CONFIG in force says and not before there is one; it grows by being written anew.
 */
final class ToolMap implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ToolMap.class);
    private static final int AVERAGE_KEY_BYTES = 40;
    /** Below this a map of few tools would have too few places for those whose hashes meet. */
    private static final int MIN_CAPACITY = 128;
    /** Names may be ten times as long as the average, and no tool must find its segment full: the space is taken when used. */
    private static final double MAX_BLOAT = 10;

    private final Path file;
    private ChronicleMap<byte[], byte[]> map;
    private int capacity;

    /** @param file where it lives; null keeps it in memory alone, for the simulation. */
    ToolMap(final Path file) {
        this.file = file;
    }

    /** With room for so many tools at once. */
    static ToolMap create(final Path file, final int toolsMax) {
        final ToolMap map = new ToolMap(file);
        map.ensureCapacity(toolsMax);
        return map;
    }

    /** Room for so many tools from now on; those that are held stay. */
    void ensureCapacity(final int toolsMax) {
        if (toolsMax <= capacity) {
            return;
        }
        if (map == null || map.isEmpty()) {
            close();
            map = open(file, toolsMax);
        } else if (file == null) {
            map = moved(map, open(null, toolsMax));
        } else {
            final ChronicleMap<byte[], byte[]> stopover = moved(map, open(null, capacity)); // one file, one map: never two on it
            map = moved(stopover, open(file, toolsMax));
        }
        capacity = toolsMax;
    }

    private static ChronicleMap<byte[], byte[]> moved(final ChronicleMap<byte[], byte[]> from, final ChronicleMap<byte[], byte[]> to) {
        from.forEach(to::put);
        from.close();
        return to;
    }

    private static ChronicleMap<byte[], byte[]> open(final Path file, final int toolsMax) {
        final ChronicleMapBuilder<byte[], byte[]> builder = ChronicleMapBuilder.of(byte[].class, byte[].class)
            .name("tools")
            .keyReaderAndDataAccess(ByteArraySizedReader.INSTANCE, new LentBytes())
            .valueReaderAndDataAccess(ByteArraySizedReader.INSTANCE, new LentBytes())
            .averageKeySize(AVERAGE_KEY_BYTES)
            .constantValueSizeBySample(new byte[ToolState.LENGTH])
            .entries(Math.max(MIN_CAPACITY, toolsMax))
            .maxBloatFactor(MAX_BLOAT)
            .skipCloseOnExitHook(true) // at SIGTERM the agent still writes a snapshot of it, and closes it itself
            .putReturnsNull(true);
        if (file == null) {
            return builder.create();
        }
        try {
            Files.deleteIfExists(file);
            return builder.createPersistedTo(file.toFile());
        } catch (final IOException ex) {
            LOGGER.warn("{} cannot be made, the tools' state is held in memory alone: {}", file, ex.getMessage());
            delete(file);
            return builder.create();
        }
    }

    /** What could not be allocated has its length all the same. */
    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException ex) {
            LOGGER.warn("{} is left, of no use to anybody: {}", file, ex.getMessage());
        }
    }

    /** @return whether the tool is known; its state is then in {@code into}, which is cleared otherwise. */
    boolean get(final byte[] key, final ToolState into) {
        final byte[] value = map.getUsing(key, into.value());
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
        map.put(key, state.value());
    }

    int size() {
        return map == null ? 0 : map.size();
    }

    void clear() {
        if (map != null) {
            map.clear();
        }
    }

    /** Key and value are lent: the next tool may come in the same arrays. */
    void forEach(final BiConsumer<byte[], byte[]> consumer) {
        if (map != null) {
            map.forEach(consumer);
        }
    }

    @Override
    public void close() {
        CloseHelper.close(map);
    }
}
