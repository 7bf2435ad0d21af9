package io.borelog.correlate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final int TOOLS = 1_200; // of up to 1.3 kB each

    private final InMemoryJournal matched = new InMemoryJournal("matched", () -> 0);
    private final InboundScript in = new InboundScript();
    private ToolMap tools;
    private Joiner joiner;

    @BeforeEach
    void fill() {
        tools = ToolMap.create(null, 2_000);
        joiner = joinerOver(tools);
        joiner.resume(in.config(), new AuditCounts(77, 7, 60, 10, 20, 5, 5, 20));
        final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
        final HoleId hole = new HoleId();
        for (int i = 0; i < TOOLS; i++) {
            state.clear();
            for (int part = 0; part < i % 5; part++) {
                state.add(hole.set(i, part), part % 3, 50 + i + part, i, 1_000L * i, i);
            }
            for (int closed = 0; closed < i % 70; closed++) {
                state.close(i, closed);
            }
            state.lastHead("head-" + i, i);
            tools.put(MessageRecord.utf8("box/tool-" + i), state);
        }
    }

    private Joiner joinerOver(final ToolMap map) {
        return new Joiner(map, new PartSource(in.journal().tail()), Attempts.UNCOUNTED, null);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    private static Map<String, byte[]> contents(final ToolMap map) {
        final Map<String, byte[]> contents = new HashMap<>();
        map.forEach((key, value) -> contents.put(new String(key), value.clone()));
        return contents;
    }

    private List<RecordKind> kinds() {
        final List<RecordKind> kinds = new ArrayList<>();
        final JournalTailer tailer = matched.tailAll();
        while (tailer.next()) {
            kinds.add(tailer.record().kind());
        }
        return kinds;
    }

    @Test
    void shouldRestoreManyToolsFromSeveralParts() {
        final JournalAppender appender = matched.open(Durability.DISK);
        final long bytes = Snapshot.write(joiner, appender);
        assertTrue(bytes > 512 << 10, "several parts: " + bytes);
        assertTrue(kinds().stream().filter(kind -> kind == RecordKind.SNAPSHOT_PART).count() > 1);
        try (ToolMap fresh = ToolMap.create(null, 2_000)) {
            final Joiner restored = joinerOver(fresh);
            final JournalTailer tailer = matched.tailAll();
            Snapshot.restoreLast(tailer, restored);
            assertFalse(tailer.next(), "the tailer stands behind the snapshot");
            final Map<String, byte[]> expected = contents(tools);
            final Map<String, byte[]> actual = contents(fresh);
            assertEquals(expected.keySet(), actual.keySet());
            expected.forEach((key, value) -> assertArrayEquals(value, actual.get(key), key));
            assertEquals(joiner.counts().at(77, 7), restored.counts().at(restored.seq(), restored.index()));
            assertEquals(in.config().text(), restored.config().text());
        }
    }

    @Test
    void shouldNameTheOldestInboundRecordThatItRefersTo() {
        Snapshot.write(joiner, matched.open(Durability.DISK));
        final UnsafeBuffer end = new UnsafeBuffer(matched.bytes(matched.size() - 1));
        assertEquals(51, end.getLong(RecordHeader.LENGTH + 72, LITTLE_ENDIAN), "a pending part below the snapshot's own position");
    }

    @Test
    void shouldVoidASnapshotThatWasCutAnywhere() {
        Snapshot.write(joiner, matched.open(Durability.DISK));
        final int length = matched.size() - 1;
        assertTrue(length >= 3, "parts and end: " + length);
        for (int kept = 0; kept <= length; kept++) {
            final InMemoryJournal journal = twoSnapshots(kept);
            journal.open(Durability.DISK);
            assertEquals(kept == length ? 99 : 77, restoredSeq(journal), "kept " + kept + " of " + length);
        }
    }

    /** Of the second one only so many records. */
    private InMemoryJournal twoSnapshots(final int kept) {
        final InMemoryJournal journal = new InMemoryJournal("matched", () -> 0);
        final JournalAppender appender = journal.open(Durability.DISK);
        Snapshot.write(joinerAt(77), appender);
        appender.force();
        Snapshot.write(joinerAt(99), appender);
        journal.powerCut(kept);
        return journal;
    }

    private Joiner joinerAt(final long seq) {
        joiner.resume(in.config(), new AuditCounts(seq, 7, 60, 10, 20, 5, 5, 20));
        return joiner;
    }

    /** Parts of one epoch and an end of the next are no snapshot. */
    @Test
    void shouldVoidASnapshotThatGoesOnInAnotherEpoch() {
        final InMemoryJournal source = new InMemoryJournal("source", () -> 0);
        Snapshot.write(joiner, source.open(Durability.DISK));
        JournalAppender appender = matched.open(Durability.DISK);
        for (int i = 1; i < source.size(); i++) {
            if (i == source.size() - 1) {
                appender = matched.open(Durability.DISK);
            }
            final UnsafeBuffer record = new UnsafeBuffer(source.bytes(i));
            final RecordKind kind = new RecordHeader().wrap(record, 0).kind();
            appender.append(kind, 0, 0, 0, record, RecordHeader.LENGTH, record.capacity() - RecordHeader.LENGTH);
        }
        assertEquals(0, restoredSeq(matched));
    }

    private long restoredSeq(final InMemoryJournal journal) {
        try (ToolMap fresh = ToolMap.create(null, 2_000)) {
            final Joiner restored = joinerOver(fresh);
            Snapshot.restoreLast(journal.tailAll(), restored);
            return restored.seq();
        }
    }

    /** A program of another decision version may only start from a snapshot at the end. */
    @Test
    void shouldRefuseToRepeatDecisionsOfAnotherVersion() {
        final JournalAppender appender = matched.open(Durability.DISK);
        Snapshot.write(joiner, appender);
        final byte[] end = matched.bytes(matched.size() - 1);
        final UnsafeBuffer buffer = new UnsafeBuffer(end);
        buffer.putInt(RecordHeader.LENGTH, Snapshot.DECISION_VERSION + 1, LITTLE_ENDIAN);
        buffer.putInt(RecordHeader.CRC_OFFSET, new Checksum().ofRecord(buffer, 0, end.length - RecordHeader.LENGTH), LITTLE_ENDIAN);
        assertEquals(77, restoredSeq(matched));
        final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();
        final int length = DispositionRecord.encode(payload, 0, 1, DispositionRecord.DUPLICATE, "DUPLICATE", "topic", null);
        appender.append(RecordKind.DISPOSITION, 78, 0, 0, payload, 0, length);
        final StageException refused = assertThrows(StageException.class, () -> restoredSeq(matched));
        assertEquals(ExitCode.CORRUPT, refused.exitCode());
    }
}
