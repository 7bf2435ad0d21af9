package io.borelog.tools;

import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How far a reading command may go: a live writer's limit; without one, to the last whole record, also on a copy on another machine,
 * where the limit of another boot says nothing.
 */
final class ReadLimit implements LongSupplier {
    /** Whether the writer lives costs a few microseconds to ask, so it is not asked per record. */
    private static final long ASK_NS = 20_000_000L;

    private final Path file;
    private StageFile watched;
    private boolean alive;
    private long askedNs;

    ReadLimit(final Path file) {
        this.file = file;
    }

    @Override
    public long getAsLong() {
        final long nowNs = System.nanoTime();
        if (askedNs == 0 || nowNs - askedNs > ASK_NS) {
            askedNs = nowNs;
            if (watched == null) {
                watched = StageFile.watch(file);
            }
            alive = watched != null && watched.isAlive();
        }
        return alive ? watched.limit() : Long.MAX_VALUE;
    }
}
