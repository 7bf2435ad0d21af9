package io.borelog.tools.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageLock;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage in its own JVM under a stand-in for systemd: what {@code Type=notify} and {@code WatchdogSec} of the units rely on. */
class SystemdNotifyIT {
    private static final int TICKS = 500;
    private static final int BAD_MESSAGES = 20_000;
    private static final int PINGS = 6;
    private static final long START_LIMIT_MS = 60_000;
    private static final long LIMIT_MS = 20_000;
    private static final long WATCHDOG_US = 600_000;

    @TempDir
    private Path data;
    private NotifySocket systemd;
    private Process stage;
    private long lastSeq;

    @BeforeEach
    void writeInbound() {
        final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();
        append(inbound -> {
            final int length = Texts.put(payload, 0, inbound.config().withFile(Settings.defaults().deciding())
                .with("infer.estimator", "edge").text());
            inbound.append(RecordKind.CONFIG, Seq.NONE, 0, 0, payload, 0, length);
            for (int i = 0; i < TICKS; i++) {
                inbound.append(RecordKind.TICK, Seq.NONE, 0, i, payload, 0, 0);
            }
        });
    }

    @AfterEach
    void endStage() throws InterruptedException {
        if (stage != null) {
            stage.destroyForcibly().waitFor();
        }
        if (systemd != null) {
            systemd.close();
        }
    }

    @Test
    void shouldTellReadinessAfterRecoveryFeedTheWatchdogAndSayThatItStops() throws Exception {
        systemd = new NotifySocket(data.resolve("notify").toString());
        start();

        final String ready = awaitMessage("READY=1", START_LIMIT_MS);
        assertTrue(ready.lines().anyMatch(("MAINPID=" + stage.pid())::equals), ready);
        assertTrue(ready.lines().anyMatch(line -> line.startsWith("STATUS=")), ready);
        try (StageFile file = StageFile.watch(StageFile.path(data, StageName.CORRELATE))) {
            assertEquals(lastSeq, file.get(StageCounter.IN_SEQ), "ready before inbound was read to its end");
            assertEquals(StageState.READY, file.state());
        }

        shouldBeFed();
        stage.destroy();
        awaitMessage("STOPPING=1", LIMIT_MS);
        assertTrue(stage.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS));
        assertEquals(ExitCode.OK.code(), stage.exitValue());
    }

    /** A full disk stops the duty cycle inside an append: that is a state with an end, and no reason to be killed. */
    @Test
    void shouldFeedTheWatchdogWhileItWaitsForSpace() throws Exception {
        appendBadMessages();
        systemd = new NotifySocket(data.resolve("notify").toString());
        start("disk.stop=1048576GiB", "disk.resume=1048576GiB");
        final Path path = StageFile.path(data, StageName.CORRELATE);
        awaitMessage("WATCHDOG=1", START_LIMIT_MS);
        try (StageFile file = StageFile.watch(path)) {
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
            while (file.state() != StageState.WAITING && System.nanoTime() - deadlineNs < 0) {
                awaitMessage("WATCHDOG=1", LIMIT_MS);
            }
            shouldBeFed();
            assertEquals(StageState.WAITING, file.state());
        }
    }

    @Test
    void shouldSpeakToASocketOfTheAbstractNameSpace() throws Exception {
        systemd = new NotifySocket("@borelog-test-" + ProcessHandle.current().pid());
        start();
        awaitMessage("READY=1", START_LIMIT_MS);
    }

    @Test
    void shouldNotTellReadinessWhereAnotherProcessHoldsTheStage() throws Exception {
        systemd = new NotifySocket(data.resolve("notify").toString());
        try (StageLock held = StageLock.take(data, StageName.CORRELATE)) {
            start();
            assertTrue(stage.waitFor(START_LIMIT_MS, TimeUnit.MILLISECONDS));
        }
        assertEquals(ExitCode.LOCKED.code(), stage.exitValue());
        assertNull(systemd.await(0));
    }

    private void shouldBeFed() throws IOException {
        awaitMessage("WATCHDOG=1", LIMIT_MS);
        final long firstNs = System.nanoTime();
        for (int i = 1; i < PINGS; i++) {
            awaitMessage("WATCHDOG=1", LIMIT_MS);
        }
        final long meanUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - firstNs) / (PINGS - 1);
        assertTrue(meanUs < WATCHDOG_US, "a ping every " + meanUs + " us");
    }

    /** Each becomes a dead letter of some hundred bytes in matched: together more than the space that a start brings along. */
    private void appendBadMessages() {
        final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();
        final byte[] topic = "OPCPUBSUB/SIMBOX0/simtool0/ResultManagement".getBytes(UTF_8);
        final int length = MessageRecord.putPrefix(payload, 0, topic, new byte[0], 1, 1, 0);
        append(inbound -> {
            for (int i = 0; i < BAD_MESSAGES; i++) {
                inbound.append(RecordKind.MESSAGE, Seq.NONE, 0, TICKS, payload, 0, length);
            }
        });
    }

    private void append(final Consumer<JournalAppender> records) {
        try (StageFile ingest = StageFile.create(StageFile.path(data, StageName.INGEST), 0);
            JournalAppender inbound = Journals.append(
                data, Journals.INBOUND, 64 << 20, SpaceRules.SMALL, Durability.PAGE_CACHE, ingest, () -> 1)) {
            records.accept(inbound);
            inbound.commit();
            lastSeq = inbound.lastSeq();
        }
    }

    private void start(final String... settings) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StageMain.class.getName(),
            StageName.CORRELATE, data.toString()));
        command.addAll(List.of(settings));
        final ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("NOTIFY_SOCKET", systemd.name());
        builder.environment().put("WATCHDOG_USEC", Long.toString(WATCHDOG_US));
        stage = builder.start();
    }

    /** @return the next message with this line; others are passed over. */
    private String awaitMessage(final String line, final long limitMs) throws IOException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        String message;
        do {
            message = systemd.await(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
            assertNotNull(message, "no " + line + " within " + limitMs + " ms" + (stage.isAlive() ? "" : ", the stage has ended"));
        } while (message.lines().noneMatch(line::equals));
        return message;
    }
}
