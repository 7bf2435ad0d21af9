package io.borelog.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.SnapshotEndRecord;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What stages and consumers still need of each journal: nothing at or behind these places may be removed. Only what is forced counts as
 * passed, and only within this boot; where nothing is known, everything is needed.
 *
 * <p>Kept from one look to the next, so that each reads only what is new of matched and outbound. One thread.
 */
final class Needs implements AutoCloseable {
    /** Two forced snapshots are kept, and the inbound of the older. */
    private static final int SNAPSHOTS_KEPT = 2;

    private final SnapshotEndRecord snapshot = new SnapshotEndRecord();
    private final OutRecord out = new OutRecord();
    private final ObjectMapper json = new ObjectMapper();
    private final DataDirectory data;
    private final boolean external;
    private final JournalTailer matched;
    private final JournalTailer outbound;
    /** Newest last: seq of the end record, oldest inbound seq it refers to, seq of its first part. */
    private final long[][] snapshots = new long[SNAPSHOTS_KEPT][3];
    private long partsBegan;
    private long toldOriginSeq;
    private long deliveredOriginSeq;

    /** First seq of each journal that is needed; the origin seq below which holes have been told for good. */
    record Bounds(long inboundSeq, long matchedSeq, long originSeq, long outboundSeq, long outboundOriginSeq) {
    }

    /** @param external whether an external broker is told, whose DELIVERED then holds outbound back */
    Needs(final DataDirectory data, final boolean external) {
        this.data = data;
        this.external = external;
        matched = Journals.tail(data.path(), Journals.MATCHED, () -> forced(StageName.CORRELATE));
        outbound = Journals.tail(data.path(), Journals.OUTBOUND, () -> forced(StageName.PUBLISH));
    }

    Bounds now() {
        readMatched();
        readOutbound();
        final long[] sessions = {Long.MAX_VALUE, Long.MAX_VALUE};
        readSessions(sessions);
        final long[] older = snapshots[0];
        return new Bounds(
            Math.min(older[1], Math.min(sessions[0], passed(StageName.CORRELATE))),
            Math.min(older[2], workersPassed()),
            toldOriginSeq,
            sessions[1],
            external ? deliveredOriginSeq : Long.MAX_VALUE);
    }

    private void readMatched() {
        while (matched.next()) {
            final RecordView record = matched.record();
            if (record.kind() == RecordKind.SNAPSHOT_PART && record.payload().getInt(record.payloadOffset()) == 0) {
                partsBegan = record.seq();
            } else if (record.kind() == RecordKind.SNAPSHOT_END) {
                snapshot.wrap(record);
                snapshots[0] = snapshots[1];
                snapshots[1] = new long[] {record.seq(), snapshot.oldestInboundSeq(), partsBegan};
            }
        }
    }

    private void readOutbound() {
        while (outbound.next()) {
            final RecordView record = outbound.record();
            if (record.kind() == RecordKind.OUT && out.wrap(record).number() == out.count()) {
                toldOriginSeq = record.header().originSeq();
            } else if (record.kind() == RecordKind.DELIVERED) {
                deliveredOriginSeq = record.header().originSeq();
            }
        }
    }

    private long forced(final String process) {
        final StageFile stage = data.stageFile(process);
        if (stage == null) {
            return 0;
        }
        try (stage) {
            return stage.forced();
        }
    }

    /** Seq of its input that a stage has consumed. */
    private long passed(final String process) {
        final StageFile stage = data.stageFile(process);
        if (stage == null) {
            return 0;
        }
        try (stage) {
            return stage.forced() == 0 ? 0 : stage.get(StageCounter.IN_SEQ);
        }
    }

    /** Seq of matched that every worker has passed with all its estimates forced. */
    private long workersPassed() {
        long least = Long.MAX_VALUE;
        for (final String journal : data.journals()) {
            if (journal.startsWith(Journals.ESTIMATED)) {
                final StageFile stage = data.stageFile(StageName.writerOf(journal));
                if (stage == null) {
                    return 0;
                }
                try (stage) {
                    least = Math.min(least, stage.get(StageCounter.PASSED_SEQ));
                }
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    /** Persistent sessions are positions in inbound and outbound, and what is in flight lies before them. */
    private void readSessions(final long[] least) {
        final Path directory = data.path().resolve("sessions");
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                final JsonNode session = json.readTree(file.toFile());
                if (session.has("inboundSeq")) {
                    least[0] = Math.min(least[0], session.get("inboundSeq").asLong() + 1);
                }
                if (session.path("filters").size() > 0) {
                    for (int journal = 0; journal < least.length; journal++) {
                        least[journal] = Math.min(least[journal], session.path("positions").path(journal).asLong() + 1);
                    }
                    for (final JsonNode inFlight : session.path("inFlight")) {
                        final int journal = inFlight.path("journal").asInt();
                        least[journal] = Math.min(least[journal], inFlight.path("seq").asLong());
                    }
                }
            }
        } catch (final IOException ex) {
            least[0] = Seq.NONE; // a session that cannot be read may need anything
            least[1] = Seq.NONE;
        }
    }

    @Override
    public void close() {
        matched.close();
        outbound.close();
    }
}
