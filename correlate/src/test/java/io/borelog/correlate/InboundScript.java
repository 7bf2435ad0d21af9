package io.borelog.correlate;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;

/** An inbound journal written by hand: OPEN and CONFIG, then whatever a test says, at the journal times that it says. */
final class InboundScript {
    static final String ROOT = "OPCPUBSUB/";
    private static final long WALL_ZERO_NS = TimeUnit.DAYS.toNanos(20_000);
    private static final byte[] CLIENT = MessageRecord.utf8("gateway");

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final InMemoryJournal journal;
    private Payloads dialect = Payloads.GATEWAY_2025;
    private JournalAppender appender;
    /** Small maps: a test makes many of them. */
    private DecidingConfig config = DecidingConfig.parse(null).withFile(
        Settings.load(null, List.of("correlate.tools-max=500")).deciding());
    private long nowNs;
    private int envelopes;

    InboundScript() {
        journal = new InMemoryJournal("inbound", this::wallNs);
        open();
        config(config);
    }

    private long wallNs() {
        return WALL_ZERO_NS + nowNs;
    }

    InMemoryJournal journal() {
        return journal;
    }

    /** Of all records so far. */
    List<Long> seqs() {
        final List<Long> seqs = new ArrayList<>();
        final JournalTailer tailer = journal.tailAll();
        while (tailer.next()) {
            seqs.add(tailer.record().seq());
        }
        return seqs;
    }

    DecidingConfig config() {
        return config;
    }

    /** A new epoch. */
    InboundScript open() {
        appender = journal.open(Durability.DISK);
        appender.commit();
        return this;
    }

    InboundScript dialect(final Payloads newDialect) {
        dialect = newDialect;
        return this;
    }

    /** Journal time passes; no record says so yet. */
    InboundScript after(final long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        return this;
    }

    /** Journal time since the beginning. */
    InboundScript atMs(final long ms) {
        nowNs = TimeUnit.MILLISECONDS.toNanos(ms);
        return this;
    }

    long nowNs() {
        return nowNs;
    }

    long config(final DecidingConfig newConfig) {
        config = newConfig;
        return append(RecordKind.CONFIG, Texts.put(buffer, 0, newConfig.text()));
    }

    long config(final String key, final String value) {
        return config(config.with(key, value));
    }

    long tick() {
        return append(RecordKind.TICK, 0);
    }

    /** A dead letter is to be tried again. */
    long redrive(final long messageSeq) {
        return append(RecordKind.REDRIVE, RedriveRecord.encode(buffer, 0, messageSeq));
    }

    /** @param hole its ResultId; its SourceTimestamp follows from it */
    long result(final String tool, final int hole) {
        return result(tool, hole, timestamp(hole));
    }

    long result(final String tool, final int id, final String timestamp) {
        return message(ROOT + tool + "/ResultManagement", dialect.result(id, timestamp, envelopes++));
    }

    long trace(final String tool, final int hole) {
        return trace(tool, hole, timestamp(hole));
    }

    long trace(final String tool, final int id, final String timestamp) {
        return message(ROOT + tool + "/ResultManagement/Trace", dialect.trace(id, timestamp, envelopes++));
    }

    long heads(final String tool, final int hole, final String headId) {
        return heads(tool, hole, headId, timestamp(hole));
    }

    long heads(final String tool, final Integer counter, final String headId, final String timestamp) {
        return message(ROOT + tool + "/AssetManagement/Heads", dialect.heads(counter, headId, timestamp, envelopes++));
    }

    long message(final String topic, final byte[] body) {
        final int at = MessageRecord.putPrefix(buffer, 0, MessageRecord.utf8(topic), CLIENT, 1, 1, 0);
        buffer.putBytes(at, body);
        return append(RecordKind.MESSAGE, at + body.length);
    }

    private long append(final RecordKind kind, final int length) {
        final long seq = appender.append(kind, 0, 0, nowNs, buffer, 0, length);
        appender.commit();
        return seq;
    }

    static String timestamp(final int hole) {
        final int second = Math.floorMod(hole, 3600);
        final String minutes = Integer.toString(100 + second / 60).substring(1);
        final String seconds = Integer.toString(100 + second % 60).substring(1);
        return "2024-05-15T07:" + minutes + ":" + seconds + "Z";
    }
}
