package io.borelog.tools.simulation;

import io.borelog.infer.SimulatedEstimator;
import io.borelog.infer.SimulatedInfer;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.Hashes;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.tools.simulation.Recorded.Origin;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.Agent;

/** One in, one out: each HOLE and UNMATCHED has one ESTIMATE, by the owner that the CONFIG in force names, and a replay gives its bytes. */
final class EstimateChecks {
    /** Layout of ESTIMATE: the stamps are no part of the decision. */
    private static final int STAMPS = 64;
    private static final int TEXTS = 88;
    private static final String CRASH = "CRASH";

    private final World world;
    private final Map<Origin, Recorded> holes;
    private final Map<Long, Sent> messages;

    EstimateChecks(final World world, final Map<Origin, Recorded> holes, final Map<Long, Sent> messages) {
        this.world = world;
        this.holes = holes;
        this.messages = messages;
    }

    /** @return for each origin the statuses that may have been told: its estimate's, and of a hole on which the model may die two. */
    Map<Origin, String[]> run() {
        final Map<Origin, String> models = new HashMap<>();
        final Map<Origin, Integer> owners = owners(models);
        final TreeMap<Origin, Recorded> estimates = new TreeMap<>();
        final Map<Origin, Recorded> expected = new HashMap<>();
        for (int k = 0; k < World.WORKERS_MAX; k++) {
            Origin last = new Origin(Seq.NONE, 0);
            for (final Recorded estimate : Recorded.all(world.estimated(k), RecordKind.ESTIMATE)) {
                final Origin origin = estimate.origin();
                Violation.unless(estimates.put(origin, estimate) == null, "two estimates of", origin);
                Violation.unless(owners.get(origin) != null && owners.get(origin) == k, "worker", k, "is not the owner of", origin);
                Violation.unless(last.compareTo(origin) < 0, "estimates out of order:", last, origin);
                Violation.unless(estimate.header().journalTimeNs() == holes.get(origin).header().journalTimeNs(), "journal time of", estimate);
                Violation.unless(models.get(origin).equals(new EstimateRecord().wrap(estimate.view()).modelName()),
                    "not by the model in force:", origin);
                last = origin;
            }
            replay(k, expected);
        }
        Violation.unless(estimates.keySet().equals(holes.keySet()), "holes and estimates differ:", holes.size(), estimates.size());
        final Map<Origin, String[]> statuses = new HashMap<>();
        estimates.forEach((origin, estimate) -> statuses.put(origin, compare(origin, estimate, expected.get(origin))));
        return statuses;
    }

    /** @param models receives who must answer */
    private Map<Origin, Integer> owners(final Map<Origin, String> models) {
        final Map<Origin, Integer> owners = new HashMap<>();
        int workers = 0;
        ModelPlan plan = null;
        for (final Recorded record : Recorded.all(world.matched)) {
            if (record.kind() == RecordKind.CONFIG) {
                workers = World.workers(record);
                plan = ModelPlan.of(World.config(record));
            } else if (holes.containsKey(record.origin()) && record.kind() != RecordKind.DISPOSITION) {
                final HoleRecord hole = record.hole();
                final int toolHash = Hashes.ofTool(hole.toolbox(), hole.tool());
                owners.put(record.origin(), Math.floorMod(toolHash, workers));
                models.put(record.origin(), plan.modelOf(toolHash).name());
            }
        }
        return owners;
    }

    private void replay(final int worker, final Map<Origin, Recorded> into) {
        final InMemoryJournal estimated = new InMemoryJournal(Journals.estimated(worker), world::wallNs);
        final Agent agent = SimulatedInfer.worker(worker, world.matched.tailAll(), estimated.open(Durability.DISK),
            model -> new SimulatedEstimator(model.name(), world.realEstimator, 1, () -> { }), null, world::wallNs, world::nowNs);
        agent.onStart();
        try {
            while (agent.doWork() > 0) {
                Thread.onSpinWait();
            }
        } catch (final Exception ex) {
            throw new Violation("replay of worker " + worker + " ends", ex);
        }
        Recorded.all(estimated, RecordKind.ESTIMATE).forEach(estimate -> into.put(estimate.origin(), estimate));
    }

    private String[] compare(final Origin origin, final Recorded estimate, final Recorded expected) {
        final String status = new EstimateRecord().wrap(estimate.view()).status();
        final String right = new EstimateRecord().wrap(expected.view()).status();
        final long traceSeq = holes.get(origin).hole().traceSeq();
        final boolean poisoned = traceSeq != Seq.NONE && messages.get(traceSeq).poisoned();
        Violation.unless(Arrays.equals(decision(estimate), decision(expected)) || poisoned && status.equals(CRASH),
            "estimate", status, "and on replay", right, "of", origin);
        Violation.unless(holes.get(origin).kind() == RecordKind.HOLE || status.equals("NO_TRACE"), status, "for an UNMATCHED", origin);
        // a computation that only sometimes dies: what was told before its estimate was lost and came out otherwise stays told
        return status.equals(CRASH) && poisoned ? new String[] {status, right} : new String[] {status};
    }

    private static byte[] decision(final Recorded estimate) {
        final byte[] head = estimate.payload(0, STAMPS);
        final byte[] texts = estimate.payload(TEXTS, estimate.payloadLength());
        final byte[] both = Arrays.copyOf(head, head.length + texts.length);
        System.arraycopy(texts, 0, both, head.length, texts.length);
        return both;
    }
}
