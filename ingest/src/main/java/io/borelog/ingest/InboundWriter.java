package io.borelog.ingest;

import io.borelog.ingest.admit.Publish;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.netty.buffer.ByteBuf;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Lays the records of inbound out; a payload goes from the socket's buffer into the journal's page in one copy. Stage's thread. */
final class InboundWriter {
    private final ExpandableArrayBuffer prefix = new ExpandableArrayBuffer(1 << 10);
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private final JournalAppender appender;
    private final JournalTime time;

    InboundWriter(final JournalAppender appender, final JournalTime time) {
        this.appender = appender;
        this.time = time;
    }

    /** @return record bytes. */
    long append(final Publish publish, final long nowNs) {
        final int head = MessageRecord.putPrefix(
            prefix, 0, publish.topic(), publish.clientId(), publish.packetId(), publish.qos(), publish.flags());
        final int length = publish.payloadLength();
        if (length > 0) {
            wrapBody(publish.payload(), length);
        }
        publish.appendedAs(appender.append(
            publish.kind(), Seq.NONE, 0, time.advanceTo(nowNs), prefix, 0, head, body, 0, length));
        return RecordHeader.LENGTH + head + (long) length;
    }

    private void wrapBody(final ByteBuf payload, final int length) {
        if (payload.hasMemoryAddress()) {
            body.wrap(payload.memoryAddress() + payload.readerIndex(), length);
        } else if (payload.hasArray()) {
            body.wrap(payload.array(), payload.arrayOffset() + payload.readerIndex(), length);
        } else {
            body.wrap(payload.nioBuffer(payload.readerIndex(), length));
        }
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
