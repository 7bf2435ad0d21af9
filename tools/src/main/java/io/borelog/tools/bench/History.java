package io.borelog.tools.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import io.borelog.tools.simulate.Dialect;
import io.borelog.tools.simulate.Hole;
import io.borelog.tools.simulate.HoleGenerator;
import io.borelog.tools.simulate.HoleIdentity;
import io.borelog.tools.simulate.Part;
import io.borelog.tools.simulate.PayloadWriter;
import io.borelog.tools.simulate.SizeProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A past for a pipeline that does not run just now: written into {@code inbound} as ingest would, without the way through sockets, which
 * for 10 GB takes minutes. The other stages work it off at their next start. Made and closed by the command's thread.
 */
final class History implements AutoCloseable {
    private static final String TOOLBOX = "PAST";
    private static final byte[] CLIENT = "gateway".getBytes(UTF_8);
    private static final long NOON_S = 1_767_614_400;
    private static final long COMMIT_BYTES = 8 << 20;
    private static final int HOLES = 16;
    private static final long MB = 1_000_000;

    private final StageFile stage;
    private final JournalAppender inbound;
    private final ExpandableArrayBuffer prefix = new ExpandableArrayBuffer();
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private long bytes;
    private long committedBytes;

    /** One rendered message that is another one with another timestamp. */
    private record Message(byte[] topic, byte[] payload, List<Integer> timestamps) {
        /** @param hole of noon. */
        static Message of(final Hole hole, final String tool, final Part part, final PayloadWriter writer) {
            final byte[] payload = writer.write(hole, part, 0);
            final String text = new String(payload, US_ASCII); // the generator writes nothing else
            final String timestamp = PayloadWriter.instant(NOON_S);
            final List<Integer> found = new ArrayList<>();
            for (int at = text.indexOf(timestamp); at >= 0; at = text.indexOf(timestamp, at + 1)) {
                found.add(at);
            }
            return new Message(part.topic(TOOLBOX, tool).getBytes(UTF_8), payload, found);
        }

        void stamp(final byte[] timestamp) {
            timestamps.forEach(at -> System.arraycopy(timestamp, 0, payload, at, timestamp.length));
        }
    }

    /** @param data of a pipeline that has run, so that its settings are in the journal already */
    History(final Path data, final Settings settings) {
        stage = StageFile.create(StageFile.path(data, StageName.INGEST), System.currentTimeMillis());
        inbound = Journals.append(data, Journals.INBOUND, settings.sizeBytes(Setting.JOURNAL_CYCLE),
            SpaceRules.of(settings, Journals.INBOUND), Durability.PAGE_CACHE, stage, SystemEpochNanoClock.INSTANCE);
    }

    /**
     * Large holes, each with all that belongs to it and none of them told before.
     *
     * @param before bytes that were written so into the same data
     * @param more   bytes of records to be written now
     */
    void holes(final long before, final long more) {
        final List<Message> messages = new ArrayList<>();
        final HoleGenerator generator = new HoleGenerator(1, HOLES, SizeProfile.TYPICAL, Dialect.GATEWAY_2025);
        final PayloadWriter writer = new PayloadWriter();
        final Hole hole = new Hole();
        for (int i = 0; i < HOLES; i++) {
            generator.generate(i, NOON_S, hole);
            for (final Part part : Part.values()) {
                messages.add(Message.of(hole, HoleIdentity.toolName(i), part, writer));
            }
        }
        final int parts = Part.values().length;
        for (long second = NOON_S + (before + MB - 1) / MB; bytes < more; second++) { // a second has more than one MB
            final byte[] timestamp = PayloadWriter.instant(second).getBytes(US_ASCII);
            for (int i = 0; i < messages.size() && (bytes < more || i % parts > 0); i++) {
                messages.get(i).stamp(timestamp);
                append(messages.get(i), messages.get(i).topic());
            }
        }
        inbound.commit();
    }

    /** The tools of a load of so many, each known by its Heads, and none waiting for anything. */
    void tools(final long tools) {
        final Hole hole = new Hole();
        new HoleGenerator(1, 1, SizeProfile.SMALL, Dialect.GATEWAY_2025).generate(0, NOON_S, hole);
        final Message heads = Message.of(hole, HoleIdentity.toolName(0), Part.HEADS, new PayloadWriter());
        for (int tool = 0; tool < tools; tool++) {
            final String topic = Part.HEADS.topic(HoleIdentity.toolboxName(tool), HoleIdentity.toolName(tool));
            append(heads, topic.getBytes(UTF_8));
        }
        inbound.append(RecordKind.TICK, Seq.NONE, 0, inbound.lastJournalTimeNs() + TimeUnit.DAYS.toNanos(2), prefix, 0, 0);
        inbound.commit();
    }

    private void append(final Message message, final byte[] topic) {
        final int head = MessageRecord.putPrefix(prefix, 0, topic, CLIENT, 1, 1, 0);
        body.wrap(message.payload());
        inbound.append(RecordKind.MESSAGE, Seq.NONE, 0, inbound.lastJournalTimeNs(), prefix, 0, head, body, 0, message.payload().length);
        bytes += RecordHeader.LENGTH + head + message.payload().length;
        if (bytes - committedBytes > COMMIT_BYTES) {
            committedBytes = bytes;
            inbound.commit();
        }
    }

    /** Of records written by this. */
    long bytes() {
        return bytes;
    }

    /** Seq of the newest record. */
    long lastSeq() {
        return inbound.lastSeq();
    }

    @Override
    public void close() {
        stage.state(StageState.STOPPED);
        CloseHelper.closeAll(inbound, stage);
    }
}
