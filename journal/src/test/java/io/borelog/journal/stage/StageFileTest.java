package io.borelog.journal.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageFileTest {
    @TempDir
    private Path data;
    private Path file;

    @BeforeEach
    void name() {
        file = StageFile.path(data, "ingest");
    }

    @Test
    void shouldBeWhatItWasAfterAWaitForSpace() {
        try (StageFile stage = StageFile.create(file, 5)) {
            stage.waiting(true);
            stage.waiting(true);
            assertEquals(StageState.WAITING, stage.state());
            stage.waiting(false);
            assertEquals(StageState.STARTING, stage.state(), "a start that had to wait is not at work yet");
            stage.state(StageState.WAITING); // for a peer
            stage.waiting(false);
            assertEquals(StageState.WAITING, stage.state());
        }
    }

    @Test
    void shouldSayOnceThatReadersMayGoFurther() {
        try (StageFile stage = StageFile.create(file, 5)) {
            assertFalse(stage.takePublished());
            stage.publish(1);
            stage.publish(2);
            assertTrue(stage.takePublished());
            assertFalse(stage.takePublished());
        }
    }

    @Test
    void shouldSayNothingOfAnEarlierLife() {
        try (StageFile stage = StageFile.create(file, 5)) {
            stage.note("mqtt=127.0.0.1:1883");
            stage.state(StageState.READY);
        }
        try (StageFile stage = StageFile.create(file, 6)) {
            assertEquals("", stage.note());
            assertEquals(StageState.STARTING, stage.state());
        }
    }

    @Test
    void shouldShowWatchersWhatTheStageSays() {
        assertNull(StageFile.watch(file));
        final LongSupplier limit = StageFile.limitOf(data, "ingest");
        assertEquals(0, limit.getAsLong());
        try (StageFile stage = StageFile.create(file, 5); StageFile watcher = StageFile.watch(file)) {
            stage.note("mqtt=127.0.0.1:1883");
            stage.state(StageState.READY);
            stage.increment(StageCounter.RECORDS_IN);
            stage.add(StageCounter.BYTES_IN, 100);
            stage.publish(42);
            stage.tuple(1, 2, 3);
            stage.tuple(4, 5, 6);
            final Histogram histogram = new Histogram(60_000_000, 2);
            histogram.recordValue(1_000);
            stage.latencies(histogram);
            stage.errorLog().record(new IllegalStateException("once"));
            assertEquals("mqtt=127.0.0.1:1883", watcher.note());
            assertEquals(StageState.READY, watcher.state());
            assertEquals(1, watcher.get(StageCounter.RECORDS_IN));
            assertEquals(100, watcher.get(StageCounter.BYTES_IN));
            assertEquals(42, watcher.limit());
            assertEquals(42, limit.getAsLong());
            assertArrayEquals(new long[] {4, 5, 6}, watcher.tuple());
            assertEquals(1, watcher.latencies().getTotalCount());
            assertTrue(watcher.isAlive());
            final List<String> errors = new ArrayList<>();
            watcher.readErrors((count, first, last, text) -> errors.add(text));
            assertEquals(1, errors.size());
            assertTrue(errors.get(0).contains("once"));
        }
    }

    @Test
    void shouldKeepADeadWritersLimitWithinTheBootAndDropItAfter() throws IOException {
        try (StageFile stage = StageFile.create(file, 0)) {
            stage.publish(42);
            stage.forcing(true);
        }
        try (StageFile again = StageFile.create(file, 0)) {
            assertEquals(42, again.limit());
            assertTrue(again.tailIsSuspect());
            again.forcing(false);
        }
        try (StageFile again = StageFile.create(file, 0)) {
            assertFalse(again.tailIsSuspect());
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(8);
            raw.writeLong(1); // another boot
        }
        try (StageFile watcher = StageFile.watch(file)) {
            assertEquals(0, watcher.limit());
        }
        try (StageFile afterReboot = StageFile.create(file, 0)) {
            assertEquals(0, afterReboot.limit());
            assertTrue(afterReboot.tailIsSuspect());
        }
    }

    @Test
    void shouldCountDeathsOfTheUnitInHandOnly() {
        try (StageFile stage = StageFile.create(file, 0)) {
            stage.beginUnit(7);
            assertEquals(1, stage.deathsOf(7));
            stage.beginUnit(7);
            stage.beginUnit(7);
            assertEquals(3, stage.deathsOf(7));
            assertEquals(0, stage.deathsOf(8));
            stage.endUnit();
            assertEquals(0, stage.deathsOf(7));
        }
    }

    @Test
    void shouldPutAnEarlierDeathBackAfterOtherUnitsWereComputed() {
        try (StageFile stage = StageFile.create(file, 0)) {
            assertEquals(0, stage.diedComputing());
            stage.beginUnit(7);
            stage.beginUnit(7);
            assertEquals(7, stage.diedComputing());
            stage.beginUnit(8);
            stage.diedComputing(7, 2);
            assertEquals(2, stage.deathsOf(7));
            stage.beginUnit(7);
            assertEquals(3, stage.deathsOf(7));
            stage.endUnit();
            assertEquals(0, stage.diedComputing());
        }
    }
}
