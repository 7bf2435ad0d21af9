package io.borelog.correlate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What some tools send, drawn from a seed: holes with lost, repeated, reordered and late parts, ids used again, Heads that name no hole
 * or no head, quiet spells, now and then more at once than a tool may have waiting; merged by time and interleaved with ticks, broken
 * messages and topics of others.
 */
final class RandomScript {
    private static final long[] GAPS_MS = {0, 200, 1_000, 3_000, 30_000, 45_000};
    private static final long[] LATE_MS = {3_000, 20_000, 35_000, 39_999, 40_000, 50_000, 70_000};
    private static final long[] AGAIN_MS = {0, 100, 1_000, 15_000, 37_000, 90_000};

    private final SplittableRandom random;
    private final double redrives;
    private final List<ReferenceJoin.Step> sends = new ArrayList<>();
    private final List<ReferenceJoin.Step> steps = new ArrayList<>();

    /** @param redrives how often something is redriven, 0 to 1 */
    RandomScript(final long seed, final InboundScript into, final double redrives) {
        random = new SplittableRandom(seed);
        this.redrives = redrives;
        final int tools = 1 + random.nextInt(4);
        for (int tool = 0; tool < tools; tool++) {
            // equally long names and names that are not: both must do
            drawTool("box-" + tool % 2 + "/tool-" + (tool == 3 ? "with-a-longer-name" : Integer.toString(tool)));
        }
        sends.sort(Comparator.comparingLong(ReferenceJoin.Step::ms));
        write(into);
    }

    /** What was written, with its seqs. */
    List<ReferenceJoin.Step> steps() {
        return steps;
    }

    private boolean chance(final double share) {
        return random.nextDouble() < share;
    }

    private long oneOf(final long[] values) {
        return values[random.nextInt(values.length)];
    }

    private void drawTool(final String tool) {
        final int style = random.nextInt(3); // Heads with every hole, with none, with some
        final boolean fast = chance(0.2); // many holes, so that the 64 last ones are not all
        final boolean flood = fast && chance(0.5); // and all at once, with many parts lost
        final boolean reuse = chance(0.4);
        final int holes = fast ? 60 + random.nextInt(40) : 2 + random.nextInt(8);
        long ms = random.nextInt(3_000);
        for (int hole = 0; hole < holes; hole++) {
            final int id = reuse ? hole % 3 : hole;
            final String timestamp = InboundScript.timestamp(hole);
            final double loss = flood ? 0.4 : fast ? 0.01 : 0.12;
            if (!chance(loss)) {
                send(ms, tool, 'R', id, timestamp, null, fast);
            }
            if (!chance(loss)) {
                send(ms, tool, 'T', id, timestamp, null, fast);
            }
            if (style == 0 || style == 2 && chance(0.5)) {
                final Integer counter = chance(0.05) ? null : Integer.valueOf(id);
                final String head = counter != null && chance(0.1) ? null : "head-" + random.nextInt(3);
                send(ms, tool, 'H', counter, chance(0.05) ? InboundScript.timestamp(hole + 1) : timestamp, head, fast);
            }
            ms += flood ? random.nextInt(500) : fast ? 1_500 + random.nextInt(2_000) : oneOf(GAPS_MS);
        }
    }

    private void send(
        final long ms, final String tool, final char part, final Integer id, final String timestamp, final String head,
        final boolean fast) {
        long at = ms + random.nextInt(400);
        if (chance(part == 'H' ? 0.2 : fast ? 0.02 : 0.1)) {
            at += oneOf(LATE_MS);
        }
        sends.add(new ReferenceJoin.Step(0, at, tool, part, id, timestamp, head));
        while (chance(fast ? 0.04 : 0.2)) {
            at += oneOf(AGAIN_MS);
            sends.add(new ReferenceJoin.Step(0, at, tool, part, id, timestamp, head));
        }
    }

    private void write(final InboundScript into) {
        long nowMs = 0;
        for (final ReferenceJoin.Step send : sends) {
            while (nowMs + 1_000 < send.ms() && chance(0.97)) { // now and then a tick is missing: several deadlines fall due at once
                nowMs += 1_000;
                steps.add(ReferenceJoin.Step.time(into.atMs(nowMs).tick(), nowMs));
                redrive(into, nowMs);
            }
            nowMs = Math.max(nowMs, send.ms());
            noise(into.atMs(nowMs), nowMs);
            steps.add(new ReferenceJoin.Step(
                write(into, send), nowMs, send.tool(), send.part(), send.id(), send.timestamp(), send.head()));
        }
        for (int i = 0; i < 3; i++) {
            nowMs += 40_000;
            steps.add(ReferenceJoin.Step.time(into.atMs(nowMs).tick(), nowMs));
        }
    }

    private void noise(final InboundScript into, final long nowMs) {
        if (chance(0.03)) {
            into.open();
            steps.add(ReferenceJoin.Step.time(into.config(into.config()), nowMs));
        }
        if (chance(0.03)) {
            steps.add(ReferenceJoin.Step.time(into.message("OPCPUBSUB/box-0/tool-0/Estimation/Keypoints", Payloads.broken()), nowMs));
        }
        if (chance(0.03)) {
            steps.add(ReferenceJoin.Step.broken(into.message("OPCPUBSUB/box-0/tool-0/ResultManagement", Payloads.broken()), nowMs));
        }
        redrive(into, nowMs);
    }

    /** Mostly of what is no dead letter; now and then of one of the last Traces, that its Result may still find. */
    private void redrive(final InboundScript into, final long nowMs) {
        while (!steps.isEmpty() && chance(redrives)) {
            final List<ReferenceJoin.Step> traces = steps.stream().filter(step -> step.part() == 'T').toList();
            final List<ReferenceJoin.Step> from = traces.isEmpty() || random.nextBoolean() ? steps : traces;
            final long of = from.get(from.size() - 1 - random.nextInt(Math.min(from.size(), 8))).seq();
            steps.add(ReferenceJoin.Step.redrive(into.redrive(of), nowMs, of));
        }
    }

    private long write(final InboundScript into, final ReferenceJoin.Step send) {
        into.dialect(Payloads.values()[random.nextInt(2)]);
        return switch (send.part()) {
            case 'R' -> into.result(send.tool(), send.id(), send.timestamp());
            case 'T' -> into.trace(send.tool(), send.id(), send.timestamp());
            default -> into.heads(send.tool(), send.id(), send.head(), send.timestamp());
        };
    }
}
