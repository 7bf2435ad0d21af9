package io.borelog.tools.simulation;

import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.publish.SimulatedBroker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A record that stays, for the checks. */
final class Recorded {
    private final byte[] bytes;
    private final RecordView view;

    Recorded(final byte[] bytes) {
        this.bytes = bytes;
        view = new RecordView().wrap(new UnsafeBuffer(bytes), 0, 0);
    }

    static List<Recorded> all(final InMemoryJournal journal) {
        final List<Recorded> all = new ArrayList<>(journal.size());
        for (int i = 0; i < journal.size(); i++) {
            all.add(new Recorded(journal.bytes(i)));
        }
        return all;
    }

    static List<Recorded> all(final InMemoryJournal journal, final RecordKind... kinds) {
        final List<RecordKind> wanted = Arrays.asList(kinds);
        return all(journal).stream().filter(record -> wanted.contains(record.kind())).toList();
    }

    RecordView view() {
        return view;
    }

    RecordKind kind() {
        return view.kind();
    }

    long seq() {
        return view.seq();
    }

    RecordHeader header() {
        return view.header();
    }

    Origin origin() {
        return new Origin(header().originSeq(), header().originOrdinal());
    }

    HoleRecord hole() {
        return new HoleRecord().wrap(view);
    }

    /** What a subscriber sees of an OUT. */
    String told() {
        final OutRecord out = new OutRecord().wrap(view);
        return SimulatedBroker.message(out.topic(), out.buffer().getStringWithoutLengthUtf8(out.bodyOffset(), out.bodyLength()));
    }

    /** A range of the payload. */
    byte[] payload(final int from, final int to) {
        return Arrays.copyOfRange(bytes, RecordHeader.LENGTH + from, RecordHeader.LENGTH + to);
    }

    int payloadLength() {
        return view.payloadLength();
    }

    @Override
    public String toString() {
        return kind() + " " + Seq.text(seq()) + " of " + origin();
    }

    /** Identity on which everything resumes. */
    record Origin(long seq, int ordinal) implements Comparable<Origin> {
        @Override
        public int compareTo(final Origin that) {
            return Seq.compareOrigins(seq, ordinal, that.seq, that.ordinal);
        }

        @Override
        public String toString() {
            return Seq.text(seq) + "/" + ordinal;
        }
    }
}
