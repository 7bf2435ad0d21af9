package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.journal.record.RecordKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time enters through the journal. */
class JournalTimeTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path data;

    private static List<RecordKind> kinds(final RunningIngest ingest) {
        return ingest.inbound().stream().map(RunningIngest.Stored::kind).toList();
    }

    @Test
    void shouldAppendATickAfterASilentSecond() {
        final ManualClock clock = new ManualClock();
        try (RunningIngest ingest = RunningIngest.start(data, clock)) {
            assertEquals(List.of(RecordKind.OPEN, RecordKind.CONFIG), kinds(ingest));
            clock.advanceMs(1_000);
            RunningIngest.await("a tick", () -> kinds(ingest).size() == 3);
            assertEquals(RecordKind.TICK, ingest.inbound().get(2).kind());
            assertEquals(SECOND_NS, ingest.inbound().get(2).journalTimeNs() - ingest.inbound().get(1).journalTimeNs());
        }
    }

    @Test
    void shouldAdvanceAtMostTwoSecondsAtOnceAndNotAcrossAnOpen() throws IOException {
        final ManualClock clock = new ManualClock();
        final long before;
        try (RunningIngest ingest = RunningIngest.start(data, clock);
            RawClient client = RawClient.connected(ingest.port(), 4, "c", true)) {
            ingest.hold();
            client.publish(4, "t", 1, 1, false, new byte[] {1});
            clock.advanceMs(3_600_000);
            ingest.resume();
            assertEquals("40 0001", client.readPacket());
            final List<RunningIngest.Stored> records = ingest.inbound();
            before = records.get(records.size() - 1).journalTimeNs();
            assertEquals(2 * SECOND_NS, before - records.get(1).journalTimeNs(), "the disk was blocked for an hour");
        }
        clock.advanceMs(3_600_000);
        try (RunningIngest ingest = RunningIngest.start(data, clock)) {
            final List<RunningIngest.Stored> records = ingest.inbound();
            assertEquals(RecordKind.CONFIG, records.get(records.size() - 1).kind());
            assertEquals(before, records.get(records.size() - 1).journalTimeNs());
        }
    }

    @Test
    void shouldNeverRunBackwards() {
        final JournalTime time = new JournalTime(5, 100);
        assertEquals(5, time.advanceTo(90));
        assertEquals(15, time.advanceTo(100));
        assertEquals(15 + JournalTime.MAX_STEP_NS, time.advanceTo(100 + 10 * JournalTime.MAX_STEP_NS));
    }
}
