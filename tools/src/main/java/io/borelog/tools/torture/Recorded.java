package io.borelog.tools.torture;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** What the journals of a stopped pipeline say, every record of them. */
final class Recorded {
    /** Identity on which everything resumes. */
    record Origin(long seq, int ordinal) {
        static Origin of(final RecordHeader header) {
            return new Origin(header.originSeq(), header.originOrdinal());
        }
    }

    private final Set<AckedLog.Message> inbound = new HashSet<>();
    private final Map<Origin, Integer> matched = new HashMap<>();
    private final Map<Origin, Integer> estimated = new HashMap<>();
    private final Map<HoleKey, Integer> estimatedHoles = new HashMap<>();
    private final Set<HoleKey> unmatched = new HashSet<>();
    private final Map<Origin, BitSet> outbound = new HashMap<>();
    private final Map<Origin, Integer> outCounts = new HashMap<>();
    private final MessageRecord message = new MessageRecord();
    private final EstimateRecord estimate = new EstimateRecord();
    private final OutRecord out = new OutRecord();
    private final CRC32C crc = new CRC32C();
    private byte[] body = new byte[1 << 16];
    private int outsTwice;

    static Recorded read(final Path data) {
        final Recorded recorded = new Recorded();
        scan(data, Journals.INBOUND, recorded::onInbound);
        scan(data, Journals.MATCHED, recorded::onMatched);
        for (int worker = 0; Files.isDirectory(data.resolve(Journals.estimated(worker))); worker++) {
            scan(data, Journals.estimated(worker), recorded::onEstimated);
        }
        scan(data, Journals.OUTBOUND, recorded::onOutbound);
        return recorded;
    }

    private static void scan(final Path data, final String journal, final Consumer<RecordView> reader) {
        try (JournalTailer tailer = Journals.tail(data, journal, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                reader.accept(tailer.record());
            }
        }
    }

    private void onInbound(final RecordView record) {
        if (record.kind() == RecordKind.MESSAGE) {
            message.wrap(record);
            final int length = message.bodyLength();
            body = body.length < length ? new byte[length] : body;
            message.buffer().getBytes(message.bodyOffset(), body, 0, length);
            crc.reset();
            crc.update(body, 0, length);
            inbound.add(new AckedLog.Message(message.topic(), length, crc.getValue()));
        }
    }

    private void onMatched(final RecordView record) {
        if (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED) {
            matched.merge(Origin.of(record.header()), 1, Integer::sum);
        }
    }

    private void onEstimated(final RecordView record) {
        if (record.kind() == RecordKind.ESTIMATE) {
            estimate.wrap(record);
            estimated.merge(Origin.of(record.header()), 1, Integer::sum);
            final HoleKey hole = new HoleKey(
                estimate.toolbox(), estimate.tool(), estimate.resultId(), estimate.sourceTimestamp());
            estimatedHoles.merge(hole, 1, Integer::sum);
            if (estimate.traceSeq() == 0) {
                unmatched.add(hole);
            }
        }
    }

    private void onOutbound(final RecordView record) {
        if (record.kind() == RecordKind.OUT) {
            out.wrap(record);
            final Origin origin = Origin.of(record.header());
            final BitSet numbers = outbound.computeIfAbsent(origin, key -> new BitSet());
            outsTwice += numbers.get(out.number()) ? 1 : 0;
            numbers.set(out.number());
            outCounts.put(origin, out.count());
        }
    }

    Set<AckedLog.Message> inbound() {
        return inbound;
    }

    /** Holes and how many estimates they have. */
    Map<HoleKey, Integer> estimatedHoles() {
        return estimatedHoles;
    }

    /** Holes that were answered without their Trace. */
    Set<HoleKey> unmatched() {
        return unmatched;
    }

    /** Origins in matched that have no estimate, or have one that matched does not know, or are there twice. */
    long originsAstray() {
        final Set<Origin> all = new HashSet<>(matched.keySet());
        all.addAll(estimated.keySet());
        return all.stream().filter(origin -> matched.getOrDefault(origin, 0) != 1 || estimated.getOrDefault(origin, 0) != 1).count();
    }

    /** Estimated origins of which not every message is in outbound, and origins in outbound that nobody estimated. */
    long outsIncomplete() {
        final Set<Origin> all = new HashSet<>(estimated.keySet());
        all.addAll(outbound.keySet());
        return all.stream().filter(origin -> !estimated.containsKey(origin) || !outbound.containsKey(origin)
            || outbound.get(origin).cardinality() != outCounts.get(origin)).count();
    }

    /** Messages that are in outbound more than once. */
    long outsTwice() {
        return outsTwice;
    }
}
