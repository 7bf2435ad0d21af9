package io.borelog.journal.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.BusyTimedPauser;

/** The settings with which every Chronicle queue of the house is opened; the same in all processes, as Chronicle demands. */
final class ChronicleFiles {
    static final String METADATA = "metadata.cq4t";
    /** Largest record: a quarter of the mapped block. */
    static final int MAX_RECORD_LENGTH = 16 << 20;
    private static final long BLOCK_SIZE = 64L << 20;
    /** What Chronicle maps of it at once. */
    private static final long METADATA_LENGTH = 64 << 10;
    /** Bounds the wait for a writer that died inside a document; the default is ten seconds. */
    private static final long TIMEOUT_MS = 1_000;

    static {
        // Chronicle's hints about its own speed are not our operators' business; its warnings and errors go through SLF4J.
        Jvm.disablePerfHandler();
        Jvm.disableDebugHandler();
    }

    private ChronicleFiles() {
    }

    static void registerExitHooks() {
        BackgroundResourceReleaser.isOnBackgroundResourceReleaserThread(); // loading the class is what registers
    }

    static SingleChronicleQueue open(final Path directory, final TimeProvider time, final boolean readOnly) {
        return SingleChronicleQueueBuilder.single(directory.toFile())
            .rollCycle(CycleFiles.ROLL_CYCLE)
            .timeProvider(time)
            .blockSize(BLOCK_SIZE)
            .timeoutMS(TIMEOUT_MS)
            .readOnly(readOnly)
            .build();
    }

    /** Whether there is something to open for reading; of metadata without content Chronicle waits for the content, and throws. */
    static boolean exist(final Path directory) {
        try {
            return CycleFiles.isBegun(directory.resolve(METADATA));
        } catch (final IOException ex) {
            return false; // not there (yet)
        }
    }

    /**
     * Makes a place for the metadata where there is none. By the writer, under its lock, before it opens the queue.
     *
     * @throws IOException where there is no room
     */
    static void prepareMetadata(final Path directory) throws IOException {
        final Path metadata = directory.resolve(METADATA);
        if (!exist(directory)) {
            Files.deleteIfExists(metadata); // of a writer that died before it had written any, or of a power cut
            Zeros.create(metadata, METADATA_LENGTH);
        }
    }

    /**
     * Chronicle's write lock trusts a pid, which a restarted container reuses: whoever holds our own lock frees Chronicle's, always.
     */
    static void unlock(final Path directory) {
        final Path metadata = directory.resolve(METADATA);
        if (exist(directory)) {
            SingleChronicleQueueBuilder.addAliases();
            try (TableStore<?> store = SingleTableBuilder.binary(metadata, Metadata.NoMeta.INSTANCE).readOnly(false).build();
                TableStoreWriteLock append = lock(store, TableStoreWriteLock.APPEND_LOCK_KEY);
                TableStoreWriteLock write = new TableStoreWriteLock(store, BusyTimedPauser::new, 0L)) {
                append.forceUnlock();
                write.forceUnlock();
            }
        }
    }

    private static TableStoreWriteLock lock(final TableStore<?> store, final String key) {
        return new TableStoreWriteLock(store, BusyTimedPauser::new, 0L, key);
    }
}
