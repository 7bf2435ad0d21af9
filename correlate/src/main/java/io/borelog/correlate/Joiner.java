package io.borelog.correlate;

import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.correlate.payload.Problem;
import io.borelog.correlate.payload.TopicParser;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.AuditCounts;
import org.agrona.ExpandableArrayBuffer;

/**
 * The decision of correlate: inbound records in, holes and dispositions out, in an order that depends on nothing else. Called by
 * {@link CorrelateAgent} on its thread, by replay and by the simulation; it knows no clock and no file.
 *
 * <p>What is due is settled first, in (deadline, seq) order, then the record is handled; ordinals count all outputs of that record.
 */
final class Joiner {
    /** Reason of a verdict: what it is about killed the process. */
    static final String CRASH = "CRASH";
    /** Reason of a verdict: the message cannot be read in inbound any more. */
    static final String CORRUPT = "CORRUPT";
    private static final String DUPLICATE = "DUPLICATE";
    private static final String ORPHAN_TRACE = "ORPHAN_TRACE";
    private static final String TOOLS_FULL = "TOOLS_FULL";
    private static final String NO_TRACE = "no Trace came for this Result";
    private static final String OVERFLOW = "more than " + ToolState.MAX_PENDING + " parts of this tool are waiting";
    private static final int HOLE_CAPACITY = 1 << 20;
    private static final int MAX_DETAIL_CHARS = 1_000; // what a library says of bad bytes; a text of a record takes 64 kB

    private final MessageRecord message = new MessageRecord();
    private final RedriveRecord redrive = new RedriveRecord();
    private final ToolState tool = new ToolState(new byte[ToolState.LENGTH]);
    private final HoleId hole = new HoleId();
    private final HoleId due = new HoleId();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(HOLE_CAPACITY);
    private final Deadlines deadlines = new Deadlines();
    private final DeadLetters deadLetters = new DeadLetters();
    private final Counts counts = new Counts();
    private final ToolMap tools;
    private final PartSource parts;
    private final HoleWriter holes;
    private final Attempts attempts;
    private final Outputs outputs;

    private DecidingConfig config = DecidingConfig.parse(null);
    private JoinRules rules;
    private String tooManyTools;
    private String oneToolMore;
    private TopicParser topics;
    private byte[] toolKey;
    private long seq;
    private long index = -1;
    private long nowNs;
    private int ordinal;
    /** The message in hand: the record's own, or an older one that it redrives. */
    private long messageSeq;
    private long messageIndex;
    private long messageWallNs;

    Joiner(final ToolMap tools, final PartSource parts, final Attempts attempts, final Outputs outputs) {
        this.tools = tools;
        this.parts = parts;
        this.holes = new HoleWriter(parts, attempts);
        this.attempts = attempts;
        this.outputs = outputs;
    }

    void onRecord(final RecordView record) {
        seq = record.seq();
        nowNs = record.header().journalTimeNs();
        ordinal = 0;
        expire();
        if (record.kind() == RecordKind.MESSAGE) {
            onMessage(record);
        } else if (record.kind() == RecordKind.REDRIVE) {
            onRedrive(record);
        } else if (record.kind() == RecordKind.CONFIG) {
            onConfig(Texts.get(record.payload(), record.payloadOffset()));
        }
        index = record.index();
    }

    /**
     * A record that cannot be read; only what it was is known. A MESSAGE is a dead letter, the others decide nothing by themselves.
     *
     * @param journalTimeNs of the record that follows it: time passes with that one
     */
    void onLost(final CorruptRecordException lost, final long journalTimeNs) {
        seq++;
        index = lost.index();
        nowNs = journalTimeNs;
        ordinal = 0;
        if (lost.kind() == RecordKind.MESSAGE) {
            counts.accepted++;
            lose(seq, lost.reason());
        }
    }

    private void lose(final long of, final String detail) {
        bury(of, CORRUPT, null, detail); // the topic is lost with the rest
        outputs.verdict();
    }

    private void onConfig(final String text) {
        if (!text.equals(config.text())) {
            use(DecidingConfig.parse(text));
            emit(RecordKind.CONFIG, Texts.put(payload, 0, text));
        }
    }

    void use(final DecidingConfig newConfig) {
        config = newConfig;
        if (!config.isEmpty()) {
            rules = JoinRules.of(config);
            tooManyTools = "at most " + rules.toolsMax() + " tools";
            oneToolMore = "the state of " + rules.toolsMax() + " tools is held and this is one more";
            tools.ensureCapacity(rules.toolsMax());
            topics = new TopicParser(rules.topicRoot());
        }
    }

    private void onMessage(final RecordView record) {
        if (topics == null) {
            throw new StageException(ExitCode.CORRUPT, "inbound " + Seq.text(seq) + " is a MESSAGE before any CONFIG");
        }
        counts.accepted++;
        if (CORRUPT.equals(outputs.recordedVerdict(seq, ordinal, seq))) {
            lose(seq, "it could not be read when it was decided on, and can be now");
            return;
        }
        handle(message.wrap(record), seq, record.index(), record.header().wallTimeNs());
    }

    /** A dead letter is handled as if it came now, under its own seq. What is none, or is not there any more, stays what it is. */
    private void onRedrive(final RecordView record) {
        final long of = redrive.wrap(record).messageSeq();
        final long at = deadLetters.contains(of) ? parts.copyMessage(of, message) : -1;
        if (at >= 0) {
            deadLetters.remove(of);
            counts.dead--;
            handle(message, of, at, record.header().wallTimeNs());
        }
    }

    private void handle(final MessageRecord from, final long ofSeq, final long ofIndex, final long wallNs) {
        messageSeq = ofSeq;
        messageIndex = ofIndex;
        messageWallNs = wallNs;
        if (!topics.parse(from.buffer(), from.topicOffset(), from.topicLength())) {
            counts.ignored++;
            return;
        }
        final PartKind kind = topics.kind();
        if (isCondemned(seq, messageSeq)) {
            condemn(messageSeq, parts.topicOf(from), "reading it killed correlate again and again");
            attempts.settled(seq);
            return;
        }
        attempts.begin(seq);
        final Problem problem = parts.parse(kind, from, messageSeq);
        attempts.end();
        if (problem != null) {
            bury(messageSeq, problem.reason().name(), parts.topicOf(from), problem.detail());
            return;
        }
        toolKey = topics.toolKey();
        if (!tools.get(toolKey, tool) && tools.size() >= rules.toolsMax()) {
            onToolTooMany(kind);
            return;
        }
        onPart(kind, parts.parsed());
        tools.put(toolKey, tool);
    }

    private void onPart(final PartKind kind, final Part part) {
        final boolean heads = kind == PartKind.HEADS;
        if (heads) {
            onHeads(part);
            if (part.counter() == null) {
                counts.used++; // it names no hole: the tool's state has taken what it says
                return;
            }
        }
        hole.of(heads ? part.counter() : part.resultId(), part.sourceTimestamp());
        final int code = codeOf(kind);
        final int known = tool.find(hole, code);
        if (known >= 0) {
            renew(known, nowNs + rules.lifeNs());
            duplicate();
        } else if (!tool.isClosed(hole)) {
            await(code);
        } else if (heads) {
            counts.used++; // too late for its hole and never for a later one: tool state only
        } else {
            duplicate();
        }
    }

    private void renew(final int slot, final long deadlineNs) {
        tool.deadlineNs(slot, deadlineNs);
        if (!isReady(tool, hole)) {
            deadlines.put(tool.seq(slot), deadlineNs, toolKey);
        }
    }

    private void onHeads(final Part part) {
        tool.sendsHeads(ToolState.SENDS_HEADS);
        if (part.headId() != null && messageSeq > tool.lastHeadSeq()) { // a redriven one may be older than the last
            tool.lastHead(part.headId(), messageSeq);
        }
    }

    /** A new part: keep its position, and see whether it completes its hole. */
    private void await(final int code) {
        if (tool.pendingCount() == ToolState.MAX_PENDING) {
            evict();
        }
        final long deadlineNs = nowNs + rules.lifeNs();
        tool.add(hole, code, messageSeq, messageIndex, deadlineNs, messageWallNs);
        deadlines.put(messageSeq, deadlineNs, toolKey);
        counts.pending++;
        final int result = tool.find(hole, ToolState.RESULT);
        final int trace = tool.find(hole, ToolState.TRACE);
        if (result >= 0 && trace >= 0) {
            if (tool.find(hole, ToolState.HEADS) >= 0 || tool.sendsHeads() == ToolState.SENDS_NONE || rules.headsWaitNs() == 0) {
                join(hole);
            } else if (tool.readyNs(result) == ToolState.NOT_READY) {
                tool.readyNs(result, nowNs + rules.headsWaitNs());
                deadlines.put(tool.seq(result), tool.readyNs(result), toolKey); // its Result stands for the pair
                deadlines.remove(tool.seq(trace));
            }
        }
    }

    /** The hole's Result and Trace are there: write it, remember it as answered. */
    private void join(final HoleId id) {
        final int result = tool.find(id, ToolState.RESULT);
        if (isCondemned(HoleWriter.unit(tool.seq(result)), tool.seq(firstOf(id)))) {
            condemnHole(id, tool.seq(result));
            return;
        }
        final int heads = tool.find(id, ToolState.HEADS);
        final int length = layOut(result, tool.find(id, ToolState.TRACE), heads, null);
        if (length < 0) {
            goOnWithout(id);
            return;
        }
        emit(RecordKind.HOLE, length);
        final int taken = heads < 0 ? 2 : 3;
        counts.used += taken;
        counts.pending -= taken;
        for (int slot = firstOf(id); slot >= 0; slot = firstOf(id)) {
            remove(slot);
        }
        tool.close(id.high(), id.low());
    }

    /** @return length of the record, or -1 where inbound has lost a part: that is a dead letter now and waits no more. */
    private int layOut(final int result, final int trace, final int heads, final String reason) {
        try {
            requireNotLost(result);
            requireNotLost(trace);
            requireNotLost(heads);
            return holes.write(toolKey, tool, result, trace, heads, reason, payload);
        } catch (final LostPartException ex) {
            final int slot = tool.findSeq(ex.seq());
            counts.pending--;
            lose(ex.seq(), ex.getMessage());
            remove(slot);
            return -1;
        }
    }

    private void requireNotLost(final int slot) {
        if (slot >= 0 && CORRUPT.equals(outputs.recordedVerdict(seq, ordinal, tool.seq(slot)))) {
            throw new LostPartException(tool.seq(slot), "it could not be read when it was decided on, and may be now");
        }
    }

    /** Of a hole that was complete: without its Heads it still is; else what is left waits for its partner until its own deadline. */
    private void goOnWithout(final HoleId id) {
        final int result = tool.find(id, ToolState.RESULT);
        if (result >= 0 && tool.find(id, ToolState.TRACE) >= 0) {
            join(id);
            return;
        }
        for (int slot = 0; slot < tool.pendingCount(); slot++) {
            if (id.is(tool.idHigh(slot), tool.idLow(slot))) {
                tool.readyNs(slot, ToolState.NOT_READY);
                deadlines.put(tool.seq(slot), tool.deadlineNs(slot), toolKey);
            }
        }
    }

    /** @return slot of the hole's part that came first, or -1. */
    private int firstOf(final HoleId id) {
        for (int slot = 0; slot < tool.pendingCount(); slot++) {
            if (id.is(tool.idHigh(slot), tool.idLow(slot))) {
                return slot;
            }
        }
        return -1;
    }

    /** A Result that gets its answer without a Trace; its hole counts as answered. Its Heads, where one waits, is settled on its own. */
    private void unmatched(final int slot, final String reason) {
        final long result = tool.seq(slot);
        if (isCondemned(HoleWriter.unit(result), result)) {
            condemnPart(slot);
            attempts.settled(HoleWriter.unit(result));
            return;
        }
        final int heads = tool.find(due.set(tool.idHigh(slot), tool.idLow(slot)), ToolState.HEADS);
        final int length = layOut(slot, -1, heads, reason);
        if (length < 0) {
            final int left = tool.findSeq(result);
            if (left >= 0) { // its Heads was lost
                unmatched(left, reason);
            }
            return;
        }
        emit(RecordKind.UNMATCHED, length);
        counts.used++;
        counts.pending--;
        tool.close(tool.idHigh(slot), tool.idLow(slot));
        remove(slot);
    }

    /** @param firstMessage of which the verdict would tell first: so that one on reading and one on joining differ */
    private boolean isCondemned(final long unit, final long firstMessage) {
        return CRASH.equals(outputs.recordedVerdict(seq, ordinal, firstMessage)) || attempts.isCondemned(unit);
    }

    /** All its parts become dead letters and its hole is not answered: tried again, they may still become one. */
    private void condemnHole(final HoleId id, final long resultSeq) {
        for (int slot = firstOf(id); slot >= 0; slot = firstOf(id)) {
            condemnPart(slot);
        }
        attempts.settled(HoleWriter.unit(resultSeq));
    }

    private void condemnPart(final int slot) {
        counts.pending--;
        condemn(tool.seq(slot), topicOf(slot), "joining its hole killed correlate again and again");
        remove(slot);
    }

    /** @return null where inbound has lost the part that waits there. */
    private CharSequence topicOf(final int slot) {
        try {
            return parts.topic(tool.seq(slot), tool.index(slot));
        } catch (final LostPartException ex) {
            return null;
        }
    }

    private void condemn(final long of, final CharSequence topic, final String detail) {
        bury(of, CRASH, topic, detail);
        outputs.verdict();
    }

    private void remove(final int slot) {
        deadlines.remove(tool.seq(slot));
        tool.remove(slot);
    }

    /** Settles everything that this record's journal time has made due. */
    private void expire() {
        while (deadlines.isDue(nowNs)) {
            final long partSeq = deadlines.firstSeq();
            toolKey = deadlines.firstTool();
            final int slot = tools.get(toolKey, tool) ? tool.findSeq(partSeq) : -1;
            if (slot < 0) {
                throw new IllegalStateException("inbound " + Seq.text(partSeq) + " has a deadline and waits nowhere");
            }
            settle(slot);
            tools.put(toolKey, tool);
        }
    }

    private void settle(final int slot) {
        if (tool.readyNs(slot) != ToolState.NOT_READY) {
            join(due.set(tool.idHigh(slot), tool.idLow(slot)));
            tool.sendsHeads(ToolState.SENDS_NONE);
        } else {
            giveUp(slot, NO_TRACE);
        }
    }

    private void giveUp(final int slot, final String reason) {
        switch (tool.part(slot)) {
            case ToolState.RESULT -> unmatched(slot, reason);
            case ToolState.TRACE -> {
                counts.pending--;
                bury(tool.seq(slot), ORPHAN_TRACE, topicOf(slot), reason.equals(NO_TRACE) ? "no Result came for this Trace" : reason);
                remove(slot);
            }
            default -> {
                counts.used++; // the tool's state has taken what it says
                counts.pending--;
                remove(slot);
            }
        }
    }

    /** Whether the hole's pair is complete and waits for nothing but its Heads. */
    private static boolean isReady(final ToolState state, final HoleId id) {
        final int result = state.find(id, ToolState.RESULT);
        return result >= 0 && state.readyNs(result) != ToolState.NOT_READY;
    }

    /**
     * Makes room, at the least cost: a complete pair stops waiting for its Heads; or else the oldest Heads goes, whose head the tool's
     * state has; or the oldest Trace, or at last the oldest Result. Never a part of the new part's own hole.
     */
    private void evict() {
        int first = -1;
        for (int slot = 0; slot < tool.pendingCount(); slot++) { // in order of arrival
            if (!hole.is(tool.idHigh(slot), tool.idLow(slot)) && (first < 0 || evictionRank(slot) < evictionRank(first))) {
                first = slot;
            }
        }
        if (tool.readyNs(first) != ToolState.NOT_READY) {
            join(due.set(tool.idHigh(first), tool.idLow(first)));
        } else {
            giveUp(first, OVERFLOW);
        }
    }

    private int evictionRank(final int slot) {
        if (tool.readyNs(slot) != ToolState.NOT_READY) {
            return 0;
        }
        return switch (tool.part(slot)) {
            case ToolState.HEADS -> 1;
            case ToolState.TRACE -> 2;
            default -> 3;
        };
    }

    /** All places for tools are taken: an answer for a Result all the same, a dead letter for what else it sends. */
    private void onToolTooMany(final PartKind kind) {
        if (kind != PartKind.RESULT) {
            bury(messageSeq, TOOLS_FULL, parts.topicOf(message), tooManyTools);
        } else if (isCondemned(HoleWriter.unit(messageSeq), messageSeq)) {
            condemn(messageSeq, parts.topicOf(message), "answering it killed correlate again and again");
            attempts.settled(HoleWriter.unit(messageSeq));
        } else {
            emit(RecordKind.UNMATCHED, holes.writeStranger(
                toolKey, parts.parsed(), messageSeq, messageWallNs, oneToolMore, payload));
            counts.used++;
        }
    }

    private void duplicate() {
        counts.duplicate++;
        dispose(messageSeq, DispositionRecord.DUPLICATE, DUPLICATE, parts.topicOf(message), null);
    }

    private void bury(final long of, final String reason, final CharSequence topic, final String detail) {
        counts.dead++;
        deadLetters.add(of);
        dispose(of, DispositionRecord.DEAD_LETTER, reason, topic, detail);
    }

    private void dispose(final long of, final int disposition, final String reason, final CharSequence topic, final String detail) {
        emit(RecordKind.DISPOSITION, DispositionRecord.encode(payload, 0, of, disposition, reason, topic, bounded(detail)));
    }

    private static String bounded(final String detail) {
        return detail == null || detail.length() <= MAX_DETAIL_CHARS ? detail : detail.substring(0, MAX_DETAIL_CHARS) + "...";
    }

    private void emit(final RecordKind kind, final int length) {
        outputs.emit(kind, seq, ordinal++, nowNs, payload, 0, length);
    }

    private static int codeOf(final PartKind kind) {
        return switch (kind) {
            case RESULT -> ToolState.RESULT;
            case TRACE -> ToolState.TRACE;
            default -> ToolState.HEADS;
        };
    }

    Counts counts() {
        return counts;
    }

    ToolMap tools() {
        return tools;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    DecidingConfig config() {
        return config;
    }

    /** Newest inbound record that the state has taken in. */
    long seq() {
        return seq;
    }

    long index() {
        return index;
    }

    /** Takes up the position and counts of a snapshot; its tools have been put into the map. */
    void resume(final DecidingConfig inForce, final AuditCounts at) {
        use(inForce);
        counts.set(at);
        seq = at.inboundSeq();
        index = at.inboundIndex();
        deadLetters.clear();
        deadlines.clear();
        tools.forEach((key, value) -> {
            final ToolState state = new ToolState(value);
            final byte[] own = key.clone(); // the map lends its keys
            for (int slot = 0; slot < state.pendingCount(); slot++) {
                if (state.readyNs(slot) != ToolState.NOT_READY) {
                    deadlines.put(state.seq(slot), state.readyNs(slot), own);
                } else if (!isReady(state, due.set(state.idHigh(slot), state.idLow(slot)))) {
                    deadlines.put(state.seq(slot), state.deadlineNs(slot), own);
                }
            }
        });
    }
}
