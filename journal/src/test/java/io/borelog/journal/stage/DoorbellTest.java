package io.borelog.journal.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A wait is hours here, and nothing interrupts it: what is slept through is left behind when the time is over. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoorbellTest {
    private static final long HOURS_NS = TimeUnit.HOURS.toNanos(10);
    private static final int OURS = Doorbell.bitOf(StageName.CORRELATE);
    private static final int OTHERS = Doorbell.bitOf(StageName.PUBLISH);

    @TempDir
    private Path data;
    private Doorbell doorbell;
    private ExecutorService other;

    @BeforeEach
    void begin() {
        doorbell = Doorbell.open(data);
        other = Executors.newSingleThreadExecutor(task -> {
            final Thread thread = new Thread(task, "other stage");
            thread.setDaemon(true);
            return thread;
        });
    }

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    /** As a stage's duty cycle would. */
    private static void await(final IdleStrategy idle, final AtomicLong limit, final long until) {
        while (limit.get() < until) {
            idle.idle(0);
        }
        idle.idle(1);
    }

    @Test
    void shouldSleepThroughNothingThatIsRung() throws Exception {
        final AtomicLong asked = new AtomicLong();
        final AtomicLong limit = new AtomicLong();
        final Doorbell mappedAgain = Doorbell.open(data);
        final Future<?> writer = other.submit(() -> {
            final IdleStrategy idle = new DoorbellIdleStrategy(mappedAgain, OTHERS, HOURS_NS, HOURS_NS);
            for (long seq = 1; seq <= 20_000; seq++) {
                await(idle, asked, seq);
                limit.set(seq);
                mappedAgain.ring(OURS);
            }
        });
        final IdleStrategy idle = new DoorbellIdleStrategy(doorbell, OURS, HOURS_NS, HOURS_NS);
        for (long seq = 1; seq <= 20_000; seq++) {
            asked.set(seq);
            doorbell.ring(OTHERS);
            await(idle, limit, seq);
        }
        writer.get();
    }

    @Test
    void shouldLookNowAndThenWhereNobodyRings() {
        final IdleStrategy idle = doorbell.idleStrategy(OURS);
        for (int looks = 0; looks < 200; looks++) {
            idle.idle(0);
        }
        assertEquals(0, doorbell.value());
    }

    @Test
    void shouldLookAtTheClockWhereNoJournalIsRead() {
        assertInstanceOf(BackoffIdleStrategy.class, doorbell.idleStrategy(0));
    }

    @Test
    void shouldDoWithoutWhereItCannotBeMade() throws Exception {
        final Path unusable = data.resolve("other");
        Files.createDirectories(unusable.resolve("stages").resolve("doorbell"));
        final Doorbell none = Doorbell.open(unusable);
        none.ring(OURS);
        assertEquals(1, none.value());
        assertInstanceOf(BackoffIdleStrategy.class, none.idleStrategy(OURS));
    }

    @Test
    void shouldGoOnWithTheWordOfTheOthers() throws Exception {
        doorbell.ring(OURS);
        assertEquals(1, Doorbell.open(data).value());
        assertEquals(64, Files.size(data.resolve("stages").resolve("doorbell")));
    }
}
