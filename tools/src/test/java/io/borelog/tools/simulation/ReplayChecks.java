package io.borelog.tools.simulation;

import io.borelog.correlate.SimulatedCorrelate;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.RecordKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** P4: a correlate that begins at zero, or at any snapshot, decides the same bytes. */
final class ReplayChecks {
    private static final int SNAPSHOTS_MAX = 4;

    private final World world;
    private final List<Recorded> decisions;

    ReplayChecks(final World world, final List<Recorded> decisions) {
        this.world = world;
        this.decisions = decisions;
    }

    void run() {
        replay(0);
        final List<Integer> behindSnapshots = new ArrayList<>();
        for (int i = 0; i < world.matched.size(); i++) {
            if (new Recorded(world.matched.bytes(i)).kind() == RecordKind.SNAPSHOT_END) {
                behindSnapshots.add(i + 1);
            }
        }
        final int every = Math.max(1, behindSnapshots.size() / SNAPSHOTS_MAX);
        for (int i = behindSnapshots.size() - 1; i >= 0; i -= every) {
            replay(behindSnapshots.get(i));
        }
    }

    /** @param kept records of matched that are there when the replay begins */
    private void replay(final int kept) {
        final InMemoryJournal matched = world.matched.prefix(kept);
        final SimulatedCorrelate correlate = new SimulatedCorrelate(world.inbound.tailAll(), world.inbound.tailAll(), matched.tailAll(),
            matched.open(Durability.DISK), Long.MAX_VALUE, world::wallNs, world::nowNs);
        try {
            correlate.start();
            while (correlate.doWork() > 0) {
                Thread.onSpinWait();
            }
        } catch (final RuntimeException ex) {
            throw new Violation("replay from record " + kept + " of matched ends: " + ex.getMessage(), ex);
        } finally {
            correlate.forget();
        }
        final List<Recorded> again = Recorded.all(matched).stream().filter(record -> record.kind().isDecision()).toList();
        for (int i = 0; i < Math.max(again.size(), decisions.size()); i++) {
            Violation.unless(i < again.size() && i < decisions.size() && isSame(again.get(i), decisions.get(i)),
                "replay from record", kept, "of matched differs at decision", i, "of", decisions.size(), "and", again.size());
        }
    }

    private static boolean isSame(final Recorded a, final Recorded b) {
        return a.kind() == b.kind() && a.origin().equals(b.origin()) && a.header().journalTimeNs() == b.header().journalTimeNs()
            && Arrays.equals(decision(a), decision(b));
    }

    private static byte[] decision(final Recorded record) {
        return record.payload(0, record.kind() == RecordKind.DISPOSITION
            ? new DispositionRecord().wrap(record.view()).decisionLength() : record.payloadLength());
    }
}
