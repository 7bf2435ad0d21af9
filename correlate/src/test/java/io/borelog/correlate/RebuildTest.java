package io.borelog.correlate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageException;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files: what is bad of matched is left out and computed again, under numbers that were never used. */
class RebuildTest {
    private static final String TOPIC = "OPCPUBSUB/box/drill/ResultManagement";

    @TempDir
    private Path data;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private StageFile ingest;
    private JournalAppender inbound;
    private long nowNs;

    @BeforeEach
    void begin() {
        ingest = StageFile.create(StageFile.path(data, "ingest"), 0);
        openInbound();
        final DecidingConfig config = DecidingConfig.parse(null).withFile(
            Settings.load(null, List.of("correlate.tools-max=10", "correlate.heads-wait=0s")).deciding());
        append(RecordKind.CONFIG, Texts.put(buffer, 0, config.text()));
    }

    @AfterEach
    void end() {
        inbound.close();
        ingest.close();
    }

    private void openInbound() {
        inbound = Journals.append(data, Journals.INBOUND, 8 << 20, SpaceRules.SMALL, Durability.PAGE_CACHE, ingest, () -> nowNs);
        inbound.commit();
    }

    private void append(final RecordKind kind, final int length) {
        nowNs += 1_000_000;
        inbound.append(kind, Seq.NONE, 0, nowNs, buffer, 0, length);
        inbound.commit();
    }

    private void hole(final int id) {
        for (final boolean trace : new boolean[] {false, true}) {
            final byte[] body = trace ? Payloads.GATEWAY_2025.trace(id, InboundScript.timestamp(id), id)
                : Payloads.GATEWAY_2025.result(id, InboundScript.timestamp(id), id);
            final int at = MessageRecord.putPrefix(
                buffer, 0, MessageRecord.utf8(trace ? TOPIC + "/Trace" : TOPIC), MessageRecord.utf8("client"), 1, 1, 0);
            buffer.putBytes(at, body);
            append(RecordKind.MESSAGE, at + body.length);
        }
    }

    /** One process over all of inbound, to a clean stop or its end. */
    private void correlate() throws Exception {
        try (StageFile stageFile = StageFile.create(StageFile.path(data, "correlate"), 0)) {
            final Settings settings = Settings.load(null, List.of("durability=page-cache", "journal.cycle=8MiB"));
            final Agent agent = new CorrelateModule().open(new StageContext(data, settings, 0, stageFile));
            try {
                agent.onStart();
                while (agent.doWork() > 0) {
                    continue;
                }
            } finally {
                agent.onClose();
            }
        }
    }

    private List<Decision> decisions(final String journal, final List<Long> seqs) {
        final List<Decision> decisions = new ArrayList<>();
        try (JournalTailer tailer = Journals.tail(data, journal, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                seqs.add(tailer.record().seq());
                if (tailer.record().kind().isDecision()) {
                    decisions.add(Decision.of(tailer.record().kind(), tailer.record().header().originSeq(),
                        tailer.record().header().originOrdinal(), tailer.record().payload(), tailer.record().payloadOffset()));
                }
            }
        }
        return decisions;
    }

    private void assertNumbersUnused(final List<Long> before, final List<Long> after) {
        assertTrue(Seq.epoch(after.get(0)) > Seq.epoch(before.get(before.size() - 1)), after.get(0) + " after " + before);
    }

    private void flip(final String text) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(Journals.MATCHED))) {
            final Path file = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
            final byte[] bytes = Files.readAllBytes(file);
            final int at = new String(bytes, ISO_8859_1).indexOf(text);
            assertTrue(at > 0);
            bytes[at] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Test
    void shouldRebuildAMatchedOfWhichARecordIsBad() throws Exception {
        for (int id = 1; id <= 9; id++) {
            hole(id);
        }
        correlate();
        final List<Long> before = new ArrayList<>();
        final List<Decision> decided = decisions(Journals.MATCHED, before);
        assertEquals(10, decided.size());
        flip(InboundScript.timestamp(5));
        correlate();
        final List<Long> after = new ArrayList<>();
        assertEquals(decided, decisions(Journals.MATCHED, after));
        assertNumbersUnused(before, after);
        assertTrue(Files.isDirectory(data.resolve("matched.bad-1")));
        hole(10);
        correlate();
        assertEquals(11, decisions(Journals.MATCHED, new ArrayList<>()).size());
    }

    @Test
    void shouldCutMatchedBackToWhatAPowerCutLeftOfInbound() throws Exception {
        hole(1);
        hole(2);
        inbound.force();
        final Path image = data.resolve("image");
        copy(data.resolve(Journals.INBOUND), image); // what was on the device when the power went
        hole(3);
        hole(4);
        correlate();
        final List<Long> before = new ArrayList<>();
        final List<Decision> told = decisions(Journals.MATCHED, before);
        assertEquals(5, told.size());

        inbound.close();
        IoUtil.delete(data.resolve(Journals.INBOUND).toFile(), false);
        Files.move(image, data.resolve(Journals.INBOUND));
        openInbound();
        hole(5);
        final StageException lost = assertThrows(StageException.class, this::correlate);
        assertEquals(ExitCode.CHECK_FAILED, lost.exitCode(), "the supervisor starts it again");
        correlate();
        final List<Long> after = new ArrayList<>();
        final List<Decision> decided = decisions(Journals.MATCHED, after);
        assertEquals(told.subList(0, 3), decided.subList(0, 3));
        assertEquals(4, decided.size(), "and the new hole, not the lost ones");
        assertTrue(Seq.epoch(decided.get(3).origin()) > Seq.epoch(told.get(4).origin()));
        assertNumbersUnused(before, after);
        correlate();
        assertEquals(decided, decisions(Journals.MATCHED, new ArrayList<>()));
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
