package io.borelog.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage as a process opens it: real journals that roll, limits in stage files, starts before and after its neighbours. */
class PublishModuleTest {
    private static final long CYCLE_BYTES = 1 << 20;

    @TempDir
    private Path data;
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(64 << 10);
    private final Settings settings = Settings.load(null, List.of("journal.cycle=1MiB"));
    private long wallNs = TestHole.LAST_WALL_NS;

    private StageFile stageFile(final String process) {
        return StageFile.create(StageFile.path(data, process), 0);
    }

    private JournalAppender open(final String journal, final StageFile stageFile) {
        return Journals.append(data, journal, CYCLE_BYTES, SpaceRules.SMALL, Durability.DISK, stageFile, () -> wallNs++);
    }

    private void work(final int cycles) throws Exception {
        try (StageFile publish = stageFile(StageName.PUBLISH)) {
            final StageModule module = ServiceLoader.load(StageModule.class).stream()
                .map(ServiceLoader.Provider::get).filter(found -> found.name().equals("publish")).findFirst().orElseThrow();
            assertEquals(Journals.OUTBOUND, module.journal(0));
            final Agent agent = module.open(new StageContext(data, settings, 0, publish));
            agent.onStart();
            for (int i = 0; i < cycles; i++) {
                agent.doWork();
                assertEquals(StageState.READY, publish.state());
            }
            agent.onClose();
        }
    }

    private List<String> told() {
        final List<String> told = new ArrayList<>();
        final OutRecord out = new OutRecord();
        try (JournalTailer tailer = Journals.tail(data, Journals.OUTBOUND, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.OUT) {
                    told.add(tailer.record().header().originSeq() + ":" + out.wrap(tailer.record()).number());
                }
            }
        }
        return told;
    }

    @Test
    void shouldBeReadyBeforeItsNeighboursAndGoOnInTheMiddleOfRolledJournals() throws Exception {
        work(3);
        assertEquals(List.of(), told());
        final List<String> expected = new ArrayList<>();
        try (StageFile correlateFile = stageFile(StageName.CORRELATE); StageFile inferFile = stageFile("infer-0");
            JournalAppender matched = open(Journals.MATCHED, correlateFile);
            JournalAppender estimated = open(Journals.estimated(0), inferFile)) {
            final String config = DecidingConfig.parse(null).withFile(settings.deciding()).text();
            matched.append(RecordKind.CONFIG, Seq.NONE, 0, 0, payload, 0, Texts.put(payload, 0, config));
            long origin = 10;
            for (int start = 0; start < 5; start++) {
                for (int i = 0; i < 40; i++, origin++) {
                    matched.append(RecordKind.HOLE, origin, 0, origin, payload, 0, 48 << 10);
                    final int length = EstimateRecord.encode(
                        payload, 0, TestHole.of("tool", origin).encode(), TestHole.ok(1, 2, origin), wallNs, 500, null);
                    estimated.append(RecordKind.ESTIMATE, origin, 0, origin, payload, 0, length);
                    expected.addAll(List.of(origin + ":1", origin + ":2", origin + ":3"));
                }
                matched.commit();
                estimated.commit();
                work(5);
                assertEquals(expected, told());
            }
        }
        assertFalse(told().isEmpty());
    }

    @Test
    void shouldFindItsMarkInAnOlderCycle() throws Exception {
        try (StageFile publish = stageFile(StageName.PUBLISH); JournalAppender outbound = open(Journals.OUTBOUND, publish)) {
            for (long origin = 10; origin < 1_000; origin++) {
                for (int number = 1; number <= 3; number++) {
                    final int length = OutRecord.encode(payload, 0, number, 3, new byte[] {'t'}, new byte[2 << 10]);
                    outbound.append(RecordKind.OUT, origin, 0, origin, payload, 0, length);
                    if (origin == 999 && number == 2) {
                        break;
                    }
                }
                if (origin == 50 || origin == 60) {
                    outbound.append(RecordKind.DELIVERED, origin - 10, 1, origin, payload, 0, Texts.put(payload, 0, null));
                }
            }
            outbound.commit();
            try (JournalTailer own = Journals.tail(data, Journals.OUTBOUND, () -> Long.MAX_VALUE)) {
                assertEquals(new Checkpoint(999, 0, 2, 3, 50, 1), Checkpoint.find(own, outbound.lastOriginSeq(), true));
                assertEquals(new Checkpoint(999, 0, 2, 3, 0, 0), Checkpoint.find(own, outbound.lastOriginSeq(), false));
            }
        }
    }

    @Test
    void shouldMarkInTheRealJournalWhatTheBrokerTook(@TempDir final Path brokerDirectory) throws Exception {
        try (Mosquitto mosquitto = Mosquitto.create(brokerDirectory).start();
            StageFile correlateFile = stageFile(StageName.CORRELATE); StageFile inferFile = stageFile("infer-0");
            JournalAppender matched = open(Journals.MATCHED, correlateFile);
            JournalAppender estimated = open(Journals.estimated(0), inferFile)) {
            final Settings withBroker = Settings.load(null, List.of("publish.broker=127.0.0.1:" + mosquitto.port));
            final String config = DecidingConfig.parse(null).withFile(withBroker.deciding()).text();
            matched.append(RecordKind.CONFIG, Seq.NONE, 0, 0, payload, 0, Texts.put(payload, 0, config));
            long origin = 10;
            for (int start = 0; start < 2; start++) {
                for (int i = 0; i < 100; i++, origin++) {
                    matched.append(RecordKind.HOLE, origin, 0, origin, payload, 0, 64);
                    final int length = EstimateRecord.encode(
                        payload, 0, TestHole.of("tool", origin).encode(), TestHole.ok(1, 2, origin), wallNs, 500, null);
                    estimated.append(RecordKind.ESTIMATE, origin, 0, origin, payload, 0, length);
                }
                matched.commit();
                estimated.commit();
                workUntilMarked(withBroker, origin - 1);
            }
            assertEquals(600, told().size());
        }
    }

    private void workUntilMarked(final Settings withBroker, final long origin) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        try (StageFile publish = stageFile(StageName.PUBLISH)) {
            final StageContext context = new StageContext(data, withBroker, 0, publish);
            final Agent agent = new PublishModule().open(context);
            agent.onStart();
            long mark = 0;
            try (JournalTailer tailer = context.tail(Journals.OUTBOUND)) {
                while (mark < origin) {
                    assertTrue(System.nanoTime() < deadline, "mark " + mark + " " + publish.note());
                    agent.doWork();
                    while (tailer.next()) {
                        mark = tailer.record().kind() == RecordKind.DELIVERED ? tailer.record().header().originSeq() : mark;
                    }
                }
            }
            agent.onClose();
        }
    }

    @Test
    void shouldRefuseABadAddressBeforeAnythingIsWritten() {
        try (StageFile publish = stageFile(StageName.PUBLISH)) {
            final StageContext context = new StageContext(data, Settings.load(null, List.of("publish.broker=plant:port")), 0, publish);
            assertThrows(ConfigurationException.class, () -> new PublishModule().open(context));
            assertFalse(Files.exists(data.resolve(Journals.OUTBOUND)));
        }
    }
}
