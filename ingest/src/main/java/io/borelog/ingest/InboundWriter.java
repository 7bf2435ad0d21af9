package io.borelog.ingest;

import io.borelog.ingest.admit.BufferView;
import io.borelog.ingest.admit.PublishBatch;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Lays the records of inbound out; a payload goes from the socket's buffer into the journal's page in one copy. Stage's thread. */
final class InboundWriter {
    private final ExpandableArrayBuffer prefix = new ExpandableArrayBuffer(1 << 10);
    private final UnsafeBuffer received = new UnsafeBuffer(0, 0);
    private final JournalAppender appender;
    private final JournalTime time;
    private PublishBatch batch;

    InboundWriter(final JournalAppender appender, final JournalTime time) {
        this.appender = appender;
        this.time = time;
    }

    /** The entries to be appended next lie in this batch. */
    void begin(final PublishBatch newBatch) {
        batch = newBatch;
        if (newBatch.buffer() != null) {
            BufferView.wrap(received, newBatch.buffer());
        }
    }

    /** Payload bytes of an entry's record. */
    int payloadLength(final int entry) {
        return MessageRecord.PREFIX_LENGTH + batch.clientId().length + batch.topicLength(entry) + batch.bodyLength(entry);
    }

    /** @return record bytes. */
    int append(final int entry, final long nowNs) {
        final byte[] topic = batch.namedTopic(entry);
        final int head = topic == null
            ? MessageRecord.putPrefix(prefix, 0, received, batch.topicIndex(entry), batch.topicLength(entry),
                batch.clientId(), batch.packetId(entry), batch.qos(entry), batch.flags(entry))
            : MessageRecord.putPrefix(prefix, 0, topic, batch.clientId(), batch.packetId(entry), batch.qos(entry), batch.flags(entry));
        final int length = batch.bodyLength(entry);
        batch.appendedUpTo(appender.append(
            batch.kind(entry), Seq.NONE, 0, time.advanceTo(nowNs), prefix, 0, head, received, batch.bodyIndex(entry), length));
        return RecordHeader.LENGTH + head + length;
    }

    void tick(final long nowNs) {
        appender.append(RecordKind.TICK, Seq.NONE, 0, time.advanceTo(nowNs), prefix, 0, 0);
    }

    /** @return seq of the CONFIG. */
    long config(final DecidingConfig config, final long nowNs) {
        final int length = Texts.put(prefix, 0, config.text());
        return appender.append(RecordKind.CONFIG, Seq.NONE, 0, time.advanceTo(nowNs), prefix, 0, length);
    }

    void redrive(final long messageSeq, final long nowNs) {
        final int length = RedriveRecord.encode(prefix, 0, messageSeq);
        appender.append(RecordKind.REDRIVE, Seq.NONE, 0, time.advanceTo(nowNs), prefix, 0, length);
    }
}
