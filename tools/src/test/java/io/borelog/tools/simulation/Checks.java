package io.borelog.tools.simulation;

import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.tools.simulation.Recorded.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** P2 and P3 over the records of a world at rest, reckoned from the tools' scripts and from nothing that the stages count. */
final class Checks {
    private static final long WINDOW_NS = 30 * Tool.SECOND;
    private static final long MAX_STEP_NS = 2 * Tool.SECOND;

    private final World world;
    private final AuditCounts counts;
    private final List<Recorded> inbound;
    private final Map<Long, Recorded> bySeq = new HashMap<>();
    private final Map<Long, Sent> messages = new LinkedHashMap<>();
    private final List<Recorded> decisions = new ArrayList<>();
    private final TreeMap<Origin, Recorded> holes = new TreeMap<>();

    Checks(final World world, final AuditCounts counts) {
        this.world = world;
        this.counts = counts;
        inbound = Recorded.all(world.inbound);
        for (final Recorded record : inbound) {
            bySeq.put(record.seq(), record);
            if (record.kind() == RecordKind.MESSAGE) {
                final MessageRecord message = new MessageRecord().wrap(record.view());
                messages.put(record.seq(), world.sent.get(message.clientId() + '#' + message.packetId()));
            }
        }
        for (final Recorded record : Recorded.all(world.matched)) {
            if (record.kind().isDecision()) {
                decisions.add(record);
            }
            if (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED) {
                Violation.unless(holes.put(record.origin(), record) == null, "an origin twice in matched:", record);
            }
        }
    }

    void run() {
        times();
        causes(world);
        acks();
        states();
        configs();
        holesAnswered();
        heads();
        new ReplayChecks(world, decisions).run();
        new ToldChecks(world, holes, new EstimateChecks(world, holes, messages).run()).run();
    }

    /** Nothing outlives its cause. */
    static void causes(final World world) {
        final Set<Long> there = new HashSet<>();
        Recorded.all(world.inbound).forEach(record -> there.add(record.seq()));
        final List<SimulatedJournal> derived = new ArrayList<>(List.of(world.matched, world.outbound));
        for (int k = 0; k < World.WORKERS_MAX; k++) {
            derived.add(world.estimated(k));
        }
        for (final SimulatedJournal journal : derived) {
            for (final Recorded record : Recorded.all(journal)) {
                Violation.unless(record.origin().seq() == Seq.NONE || there.contains(record.origin().seq()), "no cause for", record);
            }
        }
        if (world.broker != null) {
            final Set<String> told = new HashSet<>();
            Recorded.all(world.outbound, RecordKind.OUT).forEach(out -> told.add(out.told()));
            world.broker.received().forEach(message -> Violation.unless(told.contains(message), "told and not in outbound:", message));
        }
    }

    private void times() {
        Recorded before = null;
        for (final Recorded record : inbound) {
            if (before != null) {
                final long stepNs = record.header().journalTimeNs() - before.header().journalTimeNs();
                Violation.unless(stepNs >= 0 && stepNs <= MAX_STEP_NS && (record.kind() != RecordKind.OPEN || stepNs == 0),
                    "journal time goes", stepNs, "ns from", before, "to", record);
                Violation.unless(record.seq() > before.seq(), "seq falls at", record);
                Violation.unless(record.header().wallTimeNs() >= before.header().wallTimeNs(), "wall time falls at", record);
                if (before.kind() == RecordKind.OPEN && record.kind() == RecordKind.CONFIG && before.seq() > Seq.first(2)) {
                    notUndone(record);
                }
            }
            before = record;
        }
        for (final Recorded record : decisions) {
            final long causeNs = bySeq.get(record.origin().seq()).header().journalTimeNs();
            Violation.unless(record.header().journalTimeNs() == causeNs, "not its origin's journal time:", record);
        }
    }

    /** The CONFIG of an OPEN is the last one, but where the file's value has changed since. */
    private void notUndone(final Recorded config) {
        Recorded last = null;
        for (final Recorded record : inbound) {
            if (record.seq() < config.seq() && record.kind() == RecordKind.CONFIG) {
                last = record;
            }
        }
        if (last != null && fileWorkers(last).equals(fileWorkers(config))) {
            Violation.unless(World.workers(last) == World.workers(config), "a restart has undone a control change:", last, config);
        }
    }

    private static String fileWorkers(final Recorded config) {
        return Texts.get(config.view().payload(), config.view().payloadOffset()).lines()
            .filter(line -> line.startsWith("infer.workers=")).findFirst().orElseThrow().split("\t")[1];
    }

    private void acks() {
        final Map<String, Set<Integer>> there = new HashMap<>();
        messages.values().forEach(sent -> there.computeIfAbsent(sent.tool(), tool -> new HashSet<>()).add(sent.id()));
        for (final Tool tool : world.tools) {
            final Set<Integer> lost = new HashSet<>(tool.acked);
            lost.removeAll(there.getOrDefault(tool.name, Set.of()));
            Violation.unless(lost.isEmpty(), "acked and lost:", tool.name, lost);
        }
    }

    /** Every message in exactly one state, and the joiner's own sum says the same. */
    private void states() {
        final Map<Long, String> states = new HashMap<>();
        for (final Recorded record : decisions) {
            if (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED) {
                final HoleRecord hole = record.hole();
                put(states, hole.resultSeq(), "used", record);
                put(states, hole.traceSeq(), "used", record);
                put(states, hole.headsSeq(), "used", record);
            } else if (record.kind() == RecordKind.DISPOSITION) {
                final DispositionRecord disposition = new DispositionRecord().wrap(record.view());
                final boolean duplicate = disposition.disposition() == DispositionRecord.DUPLICATE;
                put(states, disposition.messageSeq(), duplicate ? "duplicate" : "dead", record);
            }
        }
        final Map<String, Long> sums = new HashMap<>();
        messages.forEach((seq, sent) -> {
            final String state = switch (sent.part()) {
                case OTHER -> states.getOrDefault(seq, "ignored");
                case HEADS -> states.getOrDefault(seq, "used");
                default -> states.get(seq);
            };
            Violation.unless(state != null, "no state for", sent, "at", Seq.text(seq));
            Violation.unless(sent.part() != Part.BROKEN || state.equals("dead"), "a broken payload is", state);
            sums.merge(state, 1L, Long::sum);
        });
        Violation.unless(messages.keySet().containsAll(states.keySet()), "a state of no message");
        final AuditCounts own = new AuditCounts(counts.inboundSeq(), counts.inboundIndex(), messages.size(), sums.getOrDefault("used", 0L),
            sums.getOrDefault("duplicate", 0L), sums.getOrDefault("ignored", 0L), sums.getOrDefault("dead", 0L), 0);
        Violation.unless(own.equals(counts), "the audit is", counts, "and should be", own);
    }

    private static void put(final Map<Long, String> states, final long seq, final String state, final Recorded by) {
        if (seq != Seq.NONE) {
            final String before = states.put(seq, state);
            Violation.unless(before == null, "message", Seq.text(seq), "is", before, "and", state, "by", by);
        }
    }

    /** Matched has each change of CONFIG, once. */
    private void configs() {
        final List<String> changes = new ArrayList<>();
        for (final Recorded record : inbound) {
            if (record.kind() == RecordKind.CONFIG) {
                final String text = Texts.get(record.view().payload(), record.view().payloadOffset());
                if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(text)) {
                    changes.add(text);
                }
            }
        }
        final List<String> copied = decisions.stream().filter(record -> record.kind() == RecordKind.CONFIG)
            .map(record -> Texts.get(record.view().payload(), record.view().payloadOffset())).toList();
        Violation.unless(changes.equals(copied), "matched has other CONFIGs:", copied.size(), "of", changes.size());
    }

    /** Each Result has one answer, and a hole where Result and Trace were within the window of each other. */
    private void holesAnswered() {
        final Map<String, Recorded> answers = new HashMap<>();
        holes.forEach((origin, record) -> {
            final String key = messages.get(record.hole().resultSeq()).hole();
            Violation.unless(answers.put(key, record) == null, "two answers for", key);
        });
        final Map<String, List<Recorded>> traces = new HashMap<>();
        messages.forEach((seq, sent) -> {
            if (sent.part() == Part.TRACE) {
                traces.computeIfAbsent(sent.hole(), key -> new ArrayList<>()).add(bySeq.get(seq));
            }
        });
        messages.forEach((seq, sent) -> {
            if (sent.part() == Part.RESULT) {
                final Recorded answer = answers.get(sent.hole());
                Violation.unless(answer != null, "no answer for", sent.hole());
                if (answer.kind() == RecordKind.UNMATCHED && seq < answer.origin().seq() && answer.hole().reason().startsWith("no Trace")) {
                    traces.getOrDefault(sent.hole(), List.of()).forEach(trace -> noneWithinWindow(bySeq.get(seq), trace, answer));
                }
            }
        });
    }

    private static void noneWithinWindow(final Recorded result, final Recorded trace, final Recorded answer) {
        final long apartNs = Math.abs(result.header().journalTimeNs() - trace.header().journalTimeNs());
        Violation.unless(apartNs > WINDOW_NS, "NO_TRACE, and its Trace came within", apartNs, "ns:", answer);
    }

    /** A hole's own Heads is its own; else the head is the last that its tool had named, or unknown. */
    private void heads() {
        holes.forEach((origin, record) -> {
            final HoleRecord hole = record.hole();
            final String key = messages.get(hole.resultSeq()).hole();
            if (hole.traceSeq() != Seq.NONE) {
                Violation.unless(messages.get(hole.traceSeq()).hole().equals(key), "another hole's Trace:", record);
            }
            if (hole.headsSeq() != Seq.NONE) {
                final Sent heads = messages.get(hole.headsSeq());
                Violation.unless(heads.hole().equals(key) && heads.headId().equals(hole.headId()), "another hole's Heads:", record);
            } else {
                String last = null;
                for (final Map.Entry<Long, Sent> message : messages.entrySet()) {
                    final Sent sent = message.getValue();
                    if (message.getKey() < origin.seq() && sent.part() == Part.HEADS && sent.tool().equals(hole.tool())) {
                        last = sent.headId();
                    }
                }
                Violation.unless(java.util.Objects.equals(last, hole.headId()), "head", hole.headId(), "and not", last, "in", record);
            }
        });
    }
}
