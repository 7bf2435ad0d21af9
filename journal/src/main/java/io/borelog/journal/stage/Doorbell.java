package io.borelog.journal.stage;

import io.borelog.journal.log.Futex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the stages of a data directory wait for each other: one word, mapped, {@code <data>/stages/doorbell}. A stage that has told how
 * far its journal may be read adds one and wakes whoever waits for that journal; a stage with nothing to do waits until the word is no
 * longer what it was before it looked. Nothing depends on it: a waking that is lost, because its stage was killed before it, costs
 * {@value #LONGEST_WAIT_NS} ns. Any thread. Mapped for as long as somebody holds it.
 */
final class Doorbell {
    private static final Logger LOGGER = LoggerFactory.getLogger(Doorbell.class);
    private static final long LONGEST_WAIT_NS = 10_000_000;
    /** The longest where there is no bell, or the system has no such wait. */
    private static final long WITHOUT_BELL_NS = 1_000_000;
    private static final long SHORTEST_WAIT_NS = 1_000;
    static final int SPINS = 100;
    static final int YIELDS = 10;
    private static final int LENGTH = 64;
    private static final int INGEST = 1;
    private static final int CORRELATE = 2;
    private static final int INFER = 4;
    private static final int PUBLISH = 8;

    private final UnsafeBuffer word;
    private final boolean shared;
    private volatile Boolean canWait;

    private Doorbell(final ByteBuffer memory, final boolean shared) {
        this.word = new UnsafeBuffer(memory);
        this.shared = shared;
    }

    /** Asked first when the journals are open: that loads the C library's bridge, which their space ahead has done meanwhile. */
    private boolean canWait() {
        if (canWait == null) {
            canWait = shared && Futex.isThere(word.addressOffset());
        }
        return canWait;
    }

    /** Makes the file where there is none; where that cannot be made either, its stage looks each millisecond. */
    static Doorbell open(final Path data) {
        final Path file = data.resolve("stages").resolve("doorbell");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (channel.size() < LENGTH) { // written, for on a full disk a page that is not there kills who touches it
                    final ByteBuffer zeros = ByteBuffer.allocate(LENGTH);
                    while (zeros.hasRemaining()) {
                        channel.write(zeros, zeros.position());
                    }
                }
                return new Doorbell(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH), true);
            }
        } catch (final IOException ex) {
            LOGGER.warn("no bell, waits are a millisecond: cannot write {}: {}", file, ex.toString());
            return new Doorbell(ByteBuffer.allocateDirect(LENGTH), false);
        }
    }

    /** @return the bit of this process; the workers of infer share one */
    static int bitOf(final String process) {
        return switch (process) {
            case StageName.INGEST -> INGEST;
            case StageName.CORRELATE -> CORRELATE;
            case StageName.PUBLISH -> PUBLISH;
            default -> INFER;
        };
    }

    /** After a limit was published. @param bits of whoever has published it */
    void ring(final int bits) {
        word.getAndAddInt(0, 1);
        if (canWait()) {
            Futex.wake(word.addressOffset(), bits);
        }
    }

    int value() {
        return word.getIntVolatile(0);
    }

    /** @param bits of the stages whose journals are read; 0 where the thread that has work for this one unparks it */
    IdleStrategy idleStrategy(final int bits) {
        return bits != 0 && canWait() ? new DoorbellIdleStrategy(this, bits, SHORTEST_WAIT_NS, LONGEST_WAIT_NS)
            : new BackoffIdleStrategy(SPINS, YIELDS, SHORTEST_WAIT_NS, bits != 0 ? WITHOUT_BELL_NS : LONGEST_WAIT_NS);
    }

    /** Until one of these rings, unless the word is another already. @param deadline see {@link Futex#await} */
    void await(final int value, final int bits, final long deadline) {
        Futex.await(word.addressOffset(), value, bits, deadline);
    }
}
