package io.borelog.correlate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.correlate.payload.Problem;
import io.borelog.correlate.payload.TopicParser;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import org.agrona.ExpandableArrayBuffer;

/**
 * The decision of correlate: inbound records in, holes and dispositions out, in an order that depends on nothing else. Called by
 * {@link CorrelateAgent} on its thread, by replay and by the simulation; it knows no clock and no file.
 *
 * <p>What is due is settled first, in (deadline, seq) order, then the record is handled; ordinals count all outputs of that record.
 */
final class Joiner {
    private static final String DUPLICATE = "DUPLICATE";
    private static final String ORPHAN_TRACE = "ORPHAN_TRACE";
    private static final String TOOLS_FULL = "TOOLS_FULL";
    private static final String NO_TRACE = "no Trace came for this Result";
    private static final String OVERFLOW = "more than " + ToolState.MAX_PENDING + " parts of this tool are waiting";
    private static final int HOLE_CAPACITY = 1 << 20;
    private static final int MAX_DETAIL_CHARS = 1_000; // what a library says of bad bytes; a text of a record takes 64 kB

    private final MessageRecord message = new MessageRecord();
    private final ToolState tool = new ToolState(new byte[ToolState.LENGTH]);
    private final HoleId hole = new HoleId();
    private final HoleId due = new HoleId();
    private final HoleDraft draft = new HoleDraft();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(HOLE_CAPACITY);
    private final Deadlines deadlines = new Deadlines();
    private final Counts counts = new Counts();
    private final ToolMap tools;
    private final PartSource parts;
    private final Outputs outputs;

    private DecidingConfig config = DecidingConfig.parse(null);
    private JoinRules rules;
    private TopicParser topics;
    private byte[] toolKey;
    private long seq;
    private long index = -1;
    private long nowNs;
    private int ordinal;

    Joiner(final ToolMap tools, final PartSource parts, final Outputs outputs) {
        this.tools = tools;
        this.parts = parts;
        this.outputs = outputs;
    }

    void onRecord(final RecordView record) {
        seq = record.seq();
        nowNs = record.header().journalTimeNs();
        ordinal = 0;
        expire();
        if (record.kind() == RecordKind.MESSAGE) {
            onMessage(record);
        } else if (record.kind() == RecordKind.CONFIG) {
            onConfig(Texts.get(record.payload(), record.payloadOffset()));
        }
        index = record.index();
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
            tools.ensureCapacity(rules.toolsMax());
            topics = new TopicParser(rules.topicRoot());
        }
    }

    private void onMessage(final RecordView record) {
        if (topics == null) {
            throw new StageException(ExitCode.CORRUPT, "inbound " + Seq.text(seq) + " is a MESSAGE before any CONFIG");
        }
        counts.accepted++;
        message.wrap(record);
        if (!topics.parse(message.buffer(), message.topicOffset(), message.topicLength())) {
            counts.ignored++;
            return;
        }
        final PartKind kind = topics.kind();
        final Problem problem = parts.parse(kind, message, seq);
        if (problem != null) {
            counts.dead++;
            dispose(seq, DispositionRecord.DEAD_LETTER, problem.reason().name(), message.topic(), problem.detail());
            return;
        }
        toolKey = (topics.toolbox() + '/' + topics.tool()).getBytes(UTF_8);
        if (!tools.get(toolKey, tool) && tools.size() >= rules.toolsMax()) {
            onToolTooMany(kind, record);
            return;
        }
        onPart(kind, parts.parsed(), record);
        tools.put(toolKey, tool);
    }

    private void onPart(final PartKind kind, final Part part, final RecordView record) {
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
            await(code, record);
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
        if (part.headId() != null) {
            tool.lastHead(part.headId(), seq);
        }
    }

    /** A new part: keep its position, and see whether it completes its hole. */
    private void await(final int code, final RecordView record) {
        if (tool.pendingCount() == ToolState.MAX_PENDING) {
            evict();
        }
        final long deadlineNs = nowNs + rules.lifeNs();
        tool.add(hole, code, seq, record.index(), deadlineNs, record.header().wallTimeNs());
        deadlines.put(seq, deadlineNs, toolKey);
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
        final int trace = tool.find(id, ToolState.TRACE);
        final int heads = tool.find(id, ToolState.HEADS);
        begin(result);
        draft.trace(parts.get(PartKind.TRACE, tool.seq(trace), tool.index(trace)), tool.seq(trace), tool.wallNs(trace));
        head(heads);
        emit(RecordKind.HOLE, HoleRecord.encode(payload, 0, draft));
        final int taken = heads < 0 ? 2 : 3;
        counts.used += taken;
        counts.pending -= taken;
        for (int slot = tool.pendingCount() - 1; slot >= 0; slot--) {
            if (id.is(tool.idHigh(slot), tool.idLow(slot))) {
                remove(slot);
            }
        }
        tool.close(id.high(), id.low());
    }

    /** The hole's own head where its Heads came, else the tool's last known one. @param slot of the own Heads, or -1 */
    private void head(final int slot) {
        final String own = slot < 0 ? null : parts.get(PartKind.HEADS, tool.seq(slot), tool.index(slot)).headId();
        draft.head(own == null ? tool.lastHeadId() : own, slot < 0 ? 0 : tool.seq(slot), slot < 0 ? 0 : tool.wallNs(slot));
    }

    /** A Result that gets its answer without a Trace; its hole counts as answered. Its Heads, where one waits, is settled on its own. */
    private void unmatched(final int slot, final String reason) {
        begin(slot).reason(reason);
        head(tool.find(due.set(tool.idHigh(slot), tool.idLow(slot)), ToolState.HEADS));
        emit(RecordKind.UNMATCHED, HoleRecord.encode(payload, 0, draft));
        counts.used++;
        counts.pending--;
        tool.close(tool.idHigh(slot), tool.idLow(slot));
        remove(slot);
    }

    private void remove(final int slot) {
        deadlines.remove(tool.seq(slot));
        tool.remove(slot);
    }

    private HoleDraft begin(final int slot) {
        final String name = new String(toolKey, UTF_8);
        final int slash = name.indexOf('/'); // levels have no slash
        return draft.begin(name.substring(0, slash), name.substring(slash + 1),
            parts.get(PartKind.RESULT, tool.seq(slot), tool.index(slot)), tool.seq(slot), tool.wallNs(slot));
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
                counts.dead++;
                counts.pending--;
                dispose(tool.seq(slot), DispositionRecord.DEAD_LETTER, ORPHAN_TRACE, parts.topic(tool.seq(slot), tool.index(slot)),
                    reason.equals(NO_TRACE) ? "no Result came for this Trace" : reason);
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
     * Makes room, at the least cost: a complete pair stops waiting for its Heads; or else the oldest Heads goes, whose head the tool's state
     * has; or the oldest Trace, or at last the oldest Result. Never a part of the new part's own hole.
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
    private void onToolTooMany(final PartKind kind, final RecordView record) {
        if (kind == PartKind.RESULT) {
            final Part part = parts.parsed();
            draft.begin(topics.toolbox(), topics.tool(), part, seq, record.header().wallTimeNs())
                .reason("the state of " + rules.toolsMax() + " tools is held and this is one more");
            emit(RecordKind.UNMATCHED, HoleRecord.encode(payload, 0, draft));
            counts.used++;
        } else {
            counts.dead++;
            dispose(seq, DispositionRecord.DEAD_LETTER, TOOLS_FULL, message.topic(), "at most " + rules.toolsMax() + " tools");
        }
    }

    private void duplicate() {
        counts.duplicate++;
        dispose(seq, DispositionRecord.DUPLICATE, DUPLICATE, message.topic(), null);
    }

    private void dispose(final long of, final int disposition, final String reason, final String topic, final String detail) {
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
