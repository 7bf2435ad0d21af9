package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The real joiner over a script, from its start; checks the audit's sum after every record. */
final class JoinRun {
    private final List<Decision> decisions = new ArrayList<>();
    private final List<byte[]> payloads = new ArrayList<>();
    private final JournalTailer inbound;
    private final ToolMap tools;
    private final Joiner joiner;
    private int told;

    JoinRun(final InboundScript script, final ToolMap tools) {
        tools.clear();
        this.tools = tools;
        inbound = script.journal().tail();
        joiner = new Joiner(tools, new PartSource(script.journal().tail()), Attempts.UNCOUNTED, this::emit);
    }

    private void emit(
        final RecordKind kind, final long originSeq, final int ordinal, final long journalTimeNs,
        final DirectBuffer payload, final int offset, final int length) {
        assertEquals(inbound.record().header().journalTimeNs(), journalTimeNs, "a decision carries the journal time of its origin");
        final byte[] copy = new byte[length];
        payload.getBytes(offset, copy);
        payloads.add(copy);
        decisions.add(Decision.of(kind, originSeq, ordinal, payload, offset));
    }

    /** Reads all that the script has by now. @return what was decided since the last call, the copied CONFIG left out */
    List<Decision> decide() {
        while (inbound.next()) {
            joiner.onRecord(inbound.record());
            checkAudit();
        }
        final List<Decision> fresh = decisions.subList(told, decisions.size());
        told = decisions.size();
        return fresh.stream().filter(decision -> decision.kind() != RecordKind.CONFIG).toList();
    }

    /** Every output so far, CONFIG copies included. */
    List<Decision> all() {
        decide();
        return decisions;
    }

    private void checkAudit() {
        final Counts counts = joiner.counts();
        assertEquals(counts.accepted, counts.used + counts.duplicate + counts.ignored + counts.dead + counts.pending, "the audit's sum");
    }

    /** Parts that wait, counted in the tools' states. */
    long pendingInState() {
        final long[] sum = {0};
        tools.forEach((key, value) -> sum[0] += new ToolState(value).pendingCount());
        return sum[0];
    }

    Counts counts() {
        return joiner.counts();
    }

    Joiner joiner() {
        return joiner;
    }

    HoleRecord lastHole() {
        return new HoleRecord().wrap(new UnsafeBuffer(payloads.get(payloads.size() - 1)), 0);
    }

    DispositionRecord lastDisposition() {
        return new DispositionRecord().wrap(new UnsafeBuffer(payloads.get(payloads.size() - 1)), 0);
    }
}
