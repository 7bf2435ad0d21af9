package io.borelog.correlate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The join once more, as simple as it can be said: objects, lists, a scan of everything for what is due. It shares no code with
 * {@link Joiner}, knows no bound on tools, and follows DESIGN 5.2 sentence by sentence.
 */
final class ReferenceJoin {
    private static final int LAST_HOLES = 64;
    private static final int WAITING_OF_A_TOOL = 32;

    /** One record: a message's identities where it has a tool (part X: unreadable), a redrive of an earlier one, or time that passed. */
    record Step(long seq, long ms, String tool, char part, Integer id, String timestamp, String head, long redriven) {
        Step(
            final long seq, final long ms, final String tool, final char part, final Integer id, final String timestamp,
            final String head) {
            this(seq, ms, tool, part, id, timestamp, head, 0);
        }

        static Step time(final long seq, final long ms) {
            return new Step(seq, ms, null, ' ', null, null, null);
        }

        static Step broken(final long seq, final long ms) {
            return new Step(seq, ms, "of anyone", 'X', null, null, null);
        }

        static Step redrive(final long seq, final long ms, final long redriven) {
            return new Step(seq, ms, null, ' ', null, null, null, redriven);
        }
    }

    private record Hole(String tool, int id, String timestamp) {
    }

    private static final class Waiting {
        final Hole hole;
        final char part;
        final long seq;
        final String head;
        long deadlineMs;

        Waiting(final Hole hole, final char part, final long seq, final String head, final long deadlineMs) {
            this.hole = hole;
            this.part = part;
            this.seq = seq;
            this.head = head;
            this.deadlineMs = deadlineMs;
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Hole, Long> readyMs = new HashMap<>();
    private final Map<String, Deque<Hole>> answered = new HashMap<>();
    private final Map<String, String> lastHead = new HashMap<>();
    private final Map<String, Boolean> sendsHeads = new HashMap<>();
    private final Map<Long, Step> messages = new HashMap<>();
    private final Set<Long> redriven = new HashSet<>();
    private final Set<Long> dead = new HashSet<>();
    private final Map<String, Long> lastHeadSeq = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final long lifeMs;
    private final long headsWaitMs;
    private long seq;
    private int ordinal;

    ReferenceJoin(final long lifeMs, final long headsWaitMs) {
        this.lifeMs = lifeMs;
        this.headsWaitMs = headsWaitMs;
    }

    List<Decision> decisions() {
        return decisions;
    }

    int waiting() {
        return waiting.size();
    }

    void step(final Step step) {
        seq = step.seq();
        ordinal = 0;
        while (settleEarliest(step.ms())) {
            continue;
        }
        if (step.tool() != null) {
            messages.put(seq, step);
            message(step, seq, step.ms());
        } else if (dead.remove(step.redriven())) {
            redriven.add(step.redriven());
            message(messages.get(step.redriven()), step.redriven(), step.ms());
        }
    }

    /** @param what of a decision on a hole: whether one of its parts had been a dead letter. */
    boolean wasRedriven(final String what) {
        return redriven.stream().anyMatch(of -> what.contains("R" + of + " ") || what.contains("T" + of + " "));
    }

    int dead() {
        return dead.size();
    }

    private void bury(final long of, final String reason) {
        dead.add(of);
        decisions.add(Decision.disposed(seq, ordinal++, of, reason));
    }

    private boolean settleEarliest(final long nowMs) {
        Waiting first = null;
        long firstMs = 0;
        for (final Waiting part : waiting) {
            final Long ready = readyMs.get(part.hole);
            if (ready != null && part.part != 'R') {
                continue; // part of a complete pair: its Result stands for it
            }
            final long dueMs = ready != null ? ready : part.deadlineMs;
            if (dueMs <= nowMs && (first == null || dueMs < firstMs || dueMs == firstMs && part.seq < first.seq)) {
                first = part;
                firstMs = dueMs;
            }
        }
        if (first == null) {
            return false;
        }
        if (readyMs.containsKey(first.hole)) {
            hole(first.hole);
            sendsHeads.put(first.hole.tool(), false);
        } else {
            giveUp(first);
        }
        return true;
    }

    private void giveUp(final Waiting part) {
        waiting.remove(part);
        if (part.part == 'R') {
            final Waiting heads = find(part.hole, 'H');
            answer(part.hole);
            decisions.add(Decision.unmatched(seq, ordinal++, part.seq, heads == null ? 0 : heads.seq, head(part.hole, heads)));
        } else if (part.part == 'T') {
            bury(part.seq, "ORPHAN_TRACE");
        }
    }

    private void message(final Step step, final long of, final long nowMs) {
        if (step.part() == 'X') {
            bury(of, "BAD_JSON");
            return;
        }
        if (step.part() == 'H') {
            sendsHeads.put(step.tool(), true);
            if (step.head() != null && of > lastHeadSeq.getOrDefault(step.tool(), 0L)) {
                lastHead.put(step.tool(), step.head());
                lastHeadSeq.put(step.tool(), of);
            }
            if (step.id() == null) {
                return;
            }
        }
        final Hole hole = new Hole(step.tool(), step.id(), step.timestamp());
        final Waiting same = find(hole, step.part());
        if (same != null) {
            same.deadlineMs = nowMs + lifeMs;
            decisions.add(Decision.disposed(seq, ordinal++, of, "DUPLICATE"));
        } else if (answered.getOrDefault(step.tool(), new ArrayDeque<>()).contains(hole)) {
            if (step.part() != 'H') {
                decisions.add(Decision.disposed(seq, ordinal++, of, "DUPLICATE"));
            }
        } else {
            makeRoom(hole);
            waiting.add(new Waiting(hole, step.part(), of, step.head(), nowMs + lifeMs));
            if (find(hole, 'R') != null && find(hole, 'T') != null) {
                if (find(hole, 'H') != null || Boolean.FALSE.equals(sendsHeads.get(step.tool()))) {
                    hole(hole);
                } else {
                    readyMs.put(hole, nowMs + headsWaitMs);
                }
            }
        }
    }

    /** A complete pair first, then the oldest Heads, the oldest Trace, the oldest Result; never one of the hole that needs the room. */
    private void makeRoom(final Hole newcomer) {
        if (waiting.stream().filter(part -> part.hole.tool().equals(newcomer.tool())).count() < WAITING_OF_A_TOOL) {
            return;
        }
        for (final char kind : new char[] {'P', 'H', 'T', 'R'}) {
            for (final Waiting part : List.copyOf(waiting)) {
                final boolean pair = readyMs.containsKey(part.hole);
                if (!part.hole.tool().equals(newcomer.tool()) || part.hole.equals(newcomer)) {
                    continue;
                }
                if (kind == 'P' && pair && part.part == 'R') {
                    hole(part.hole);
                    return;
                }
                if (part.part == kind) {
                    giveUp(part);
                    return;
                }
            }
        }
    }

    private void hole(final Hole hole) {
        final Waiting heads = find(hole, 'H');
        final long headsSeq = heads == null ? 0 : heads.seq;
        decisions.add(Decision.hole(seq, ordinal++, find(hole, 'R').seq, find(hole, 'T').seq, headsSeq, head(hole, heads)));
        waiting.removeIf(part -> part.hole.equals(hole));
        readyMs.remove(hole);
        answer(hole);
    }

    private String head(final Hole hole, final Waiting heads) {
        return heads != null && heads.head != null ? heads.head : lastHead.get(hole.tool());
    }

    private void answer(final Hole hole) {
        final Deque<Hole> holes = answered.computeIfAbsent(hole.tool(), tool -> new ArrayDeque<>());
        holes.addLast(hole);
        if (holes.size() > LAST_HOLES) {
            holes.removeFirst();
        }
    }

    private Waiting find(final Hole hole, final char part) {
        for (final Waiting candidate : waiting) {
            if (candidate.part == part && candidate.hole.equals(hole)) {
                return candidate;
            }
        }
        return null;
    }
}
