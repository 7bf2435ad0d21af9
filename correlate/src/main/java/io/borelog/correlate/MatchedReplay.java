package io.borelog.correlate;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.ReplayContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;

/**
 * Decides a stretch of inbound again, into a matched of its own: the same {@link Joiner}, from the last snapshot before the stretch or from
 * the start of inbound. Its matched begins with the CONFIG in force and has the decisions of the stretch only. On the thread of the replay.
 */
final class MatchedReplay implements Agent, Outputs {
    private static final int RECORD_LIMIT = 64;

    private final ReplayContext context;
    private final InboundChain inbound;
    private final JournalTailer lookup;
    private final JournalTailer decided;
    private final Path mapFile;
    private final ToolMap tools;
    private final Joiner joiner;
    private JournalAppender matched;
    private long wallTimeNs;
    private boolean standsOnDecided;

    MatchedReplay(final ReplayContext context) {
        this.context = context;
        inbound = new InboundChain(context.inbound());
        lookup = context.inbound();
        decided = context.decided(Journals.MATCHED);
        mapFile = context.directory().resolve("tools.map");
        tools = new ToolMap(mapFile);
        joiner = new Joiner(tools, new PartSource(lookup), Attempts.UNCOUNTED, this);
    }

    @Override
    public void onStart() {
        Snapshot.restoreBefore(decided, joiner, context.fromSeq());
        if (joiner.seq() > 0) {
            inbound.seekBehind(joiner.seq());
        }
        decided.seekBeforeOrigin(joiner.seq() + 1);
    }

    @Override
    public int doWork() {
        int work = 0;
        while (work < RECORD_LIMIT && joiner.seq() < context.toSeq() && inbound.next(joiner.seq())) {
            final RecordView record = inbound.record();
            final boolean lost = inbound.lost() != null;
            final long seq = lost ? joiner.seq() + 1 : record.seq();
            if (!lost) {
                InboundChain.requireFollows(record, joiner.seq());
            }
            wallTimeNs = record.header().wallTimeNs();
            if (matched == null && seq >= context.fromSeq()) {
                begin();
            }
            if (lost) {
                joiner.onLost(inbound.lost(), record.header().journalTimeNs());
                context.passed(joiner.seq(), joiner.index());
            } else {
                joiner.onRecord(record);
                context.passed(record);
            }
            work++;
        }
        if (matched != null) {
            matched.publish();
        }
        return work;
    }

    /** What decides was said before the stretch; who reads this matched must know it too. */
    private void begin() {
        matched = context.append(Journals.MATCHED, () -> wallTimeNs);
        if (!joiner.config().isEmpty()) {
            final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();
            final int length = Texts.put(payload, 0, joiner.config().text());
            matched.append(RecordKind.CONFIG, joiner.seq(), 0, inbound.record().header().journalTimeNs(), payload, 0, length);
        }
    }

    /** Verdicts are copied: what killed the stage three times would kill the replay too. */
    @Override
    public String recordedVerdict(final long originSeq, final int ordinal, final long messageSeq) {
        while (standsOnDecided || decided.next()) {
            final RecordView was = decided.record();
            standsOnDecided = was.header().originSeq() != Seq.NONE && Seq.compareOrigins(
                was.header().originSeq(), was.header().originOrdinal(), originSeq, ordinal) >= 0;
            if (standsOnDecided) {
                return Decisions.verdict(was, originSeq, ordinal, messageSeq);
            }
        }
        return null;
    }

    @Override
    public void verdict() {
        // nothing that could be told waits for it
    }

    @Override
    public void emit(
        final RecordKind kind, final long originSeq, final int ordinal, final long journalTimeNs,
        final DirectBuffer payload, final int offset, final int length) {
        if (originSeq >= context.fromSeq()) {
            matched.append(kind, originSeq, ordinal, journalTimeNs, payload, offset, length);
        }
    }

    @Override
    public void onClose() {
        if (matched != null) {
            matched.force();
        }
        CloseHelper.closeAll(inbound, lookup, decided, matched, tools);
        try {
            Files.deleteIfExists(mapFile);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot delete " + mapFile + ": " + ex.getMessage(), ex);
        }
    }

    @Override
    public String roleName() {
        return "replay of matched";
    }
}
