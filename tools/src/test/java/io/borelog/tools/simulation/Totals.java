package io.borelog.tools.simulation;

import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordKind;
import java.util.Map;
import java.util.TreeMap;

/** What a run of many seeds has been through: a test that does nothing must not pass for one that finds nothing. */
final class Totals {
    long kills;
    long powerCuts;
    long holes;
    private long failedForces;
    private long poisonings;
    private long messages;
    private long external;
    private final Map<String, Long> statuses = new TreeMap<>();
    private final Map<RecordKind, Long> kinds = new TreeMap<>();

    void add(final World world) {
        kills += world.faults.kills;
        powerCuts += world.faults.powerCuts;
        failedForces += world.faults.failedForces;
        poisonings += world.faults.poisonings;
        messages += Recorded.all(world.inbound, RecordKind.MESSAGE).size();
        external += world.broker == null ? 0 : world.broker.received().size();
        Recorded.all(world.matched).forEach(record -> kinds.merge(record.kind(), 1L, Long::sum));
        for (int k = 0; k < World.WORKERS_MAX; k++) {
            for (final Recorded estimate : Recorded.all(world.estimated(k), RecordKind.ESTIMATE)) {
                holes++;
                statuses.merge(new EstimateRecord().wrap(estimate.view()).status(), 1L, Long::sum);
            }
        }
    }

    @Override
    public String toString() {
        return messages + " messages, " + holes + " holes, " + kills + " kills, " + powerCuts + " power cuts, " + failedForces
            + " failed forces, " + poisonings + " deaths by a model, " + external + " sent to brokers, " + statuses + ", " + kinds;
    }
}
