package io.borelog.ingest.deliver;

import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import org.agrona.DirectBuffer;

/** What of a record goes out, wherever it comes from: a view, valid until the tailer moves. */
final class Delivery {
    private final MessageRecord message = new MessageRecord();
    private final OutRecord out = new OutRecord();
    long seq;
    int qos;
    DirectBuffer buffer;
    int topicOffset;
    int topicLength;
    int clientIdOffset;
    int clientIdLength;
    int bodyOffset;
    int bodyLength;

    /** @return false where the record is nothing that subscribers see. */
    boolean wrap(final RecordView record) {
        seq = record.seq();
        if (record.kind() == RecordKind.MESSAGE) {
            message.wrap(record);
            qos = Math.min(message.qos(), Filter.MAX_QOS);
            topicOffset = message.topicOffset();
            topicLength = message.topicLength();
            clientIdOffset = topicOffset + topicLength;
            clientIdLength = message.clientIdLength();
            bodyOffset = message.bodyOffset();
            bodyLength = message.bodyLength();
        } else if (record.kind() == RecordKind.OUT) {
            out.wrap(record);
            qos = Filter.MAX_QOS;
            topicOffset = out.topicOffset();
            topicLength = out.topicLength();
            clientIdLength = -1;
            bodyOffset = out.bodyOffset();
            bodyLength = out.bodyLength();
        } else {
            return false;
        }
        buffer = record.payload();
        return true;
    }

    boolean isFrom(final byte[] clientId) {
        if (clientIdLength != clientId.length) {
            return false;
        }
        for (int i = 0; i < clientId.length; i++) {
            if (buffer.getByte(clientIdOffset + i) != clientId[i]) {
                return false;
            }
        }
        return true;
    }
}
