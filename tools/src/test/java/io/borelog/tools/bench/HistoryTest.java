package io.borelog.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final long MB = 1_000_000;
    private static final Pattern TIMESTAMP = Pattern.compile("\"SourceTimestamp\":\"([^\"]+)\"");

    @TempDir
    private Path data;

    private record Told(String topic, String timestamp) {
    }

    private List<Told> read() {
        final List<Told> told = new ArrayList<>();
        final MessageRecord message = new MessageRecord();
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.MESSAGE) {
                    message.wrap(tailer.record());
                    final Matcher found = TIMESTAMP.matcher(tailer.record().payload().getStringWithoutLengthUtf8(
                        tailer.record().payloadOffset(), tailer.record().payloadLength()));
                    assertTrue(found.find());
                    told.add(new Told(message.topic(), found.group(1)));
                }
            }
        }
        return told;
    }

    @Test
    void shouldNeverTellAHoleTwiceAndAlwaysAWholeOne() {
        long written = 0;
        for (final long more : List.of(MB, 8 * MB)) {
            try (History history = new History(data, Settings.defaults())) {
                history.holes(written, more);
                assertTrue(history.bytes() >= more && history.bytes() < more + MB, () -> "bytes " + history.bytes());
                written += history.bytes();
            }
        }
        final List<Told> told = read();
        assertEquals(told.size(), new HashSet<>(told).size());
        assertEquals(0, told.size() % 3);
        for (int i = 0; i < told.size(); i += 3) {
            assertTrue(told.get(i).topic().endsWith("/ResultManagement"), told.get(i)::topic);
            assertEquals(told.get(i).topic() + "/Trace", told.get(i + 1).topic());
            assertTrue(told.get(i + 2).topic().endsWith("/AssetManagement/Heads"), told.get(i + 2)::topic);
            assertEquals(told.get(i).timestamp(), told.get(i + 1).timestamp());
            assertEquals(told.get(i).timestamp(), told.get(i + 2).timestamp());
        }
    }

    @Test
    void shouldNameTheToolsOfALoadAndLetTimePass() {
        try (History history = new History(data, Settings.defaults())) {
            history.tools(7);
        }
        assertEquals(List.of("OPCPUBSUB/SIMBOX0/simtool0/AssetManagement/Heads", "OPCPUBSUB/SIMBOX0/simtool1/AssetManagement/Heads"),
            read().stream().map(Told::topic).limit(2).toList());
        assertEquals(7, read().size());
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            long lastNs = 0;
            while (tailer.next()) {
                lastNs = tailer.record().header().journalTimeNs();
            }
            assertTrue(lastNs > Settings.parseDurationNs("24h"), "nothing waits longer");
        }
    }
}
