package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.ingest.admit.PublishQueue;
import io.borelog.journal.stage.StageCounter;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that stands still stops the sockets; nothing is dropped and memory is bounded. */
class BackpressureTest {
    private static final int BODY_BYTES = 100_000;
    private static final int COUNT = 1_500; // 150 MB, more than twice the budget

    @TempDir
    private Path data;

    @Test
    void shouldStopReadingWhileTheJournalStandsStillAndLoseNothing() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data, "journal.cycle=256MiB", "durability=page-cache");
            RawClient client = RawClient.connected(ingest.port(), 4, "flood", true);
            RawClient other = RawClient.connected(ingest.port(), 4, "other", true)) {
            ingest.hold();
            final AtomicInteger sent = new AtomicInteger();
            final Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < COUNT; i++) {
                        client.publish(4, "t", 1, i + 1, false, new byte[BODY_BYTES]);
                        sent.incrementAndGet();
                    }
                } catch (final IOException ex) {
                    throw new java.io.UncheckedIOException(ex);
                }
            });
            sender.start();
            final long budget = PublishQueue.BYTES_HIGH / BODY_BYTES;
            RunningIngest.await("the budget", () -> sent.get() >= budget);
            final int[] last = {-1};
            final int[] quiet = {0};
            RunningIngest.await("the sender to be stopped", () -> {
                quiet[0] = sent.get() == last[0] ? quiet[0] + 1 : 0;
                last[0] = sent.get();
                return quiet[0] > 500;
            });
            assertTrue(last[0] < COUNT - 100, "stopped after " + last[0]);
            final long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            assertTrue(held < 3 * PublishQueue.BYTES_HIGH, "held " + held);
            other.send("C0 00");
            ingest.resume();
            for (int i = 1; i <= COUNT; i++) {
                assertEquals(String.format("40 %04x", i), client.readPacket());
            }
            sender.join();
            assertEquals("d0", other.readPacket());
            assertEquals(COUNT, ingest.messages().size());
            RunningIngest.await("the count", () -> ingest.count(StageCounter.RING_FULL) >= 1);
        }
    }
}
