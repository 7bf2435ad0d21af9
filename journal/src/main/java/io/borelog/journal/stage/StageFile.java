package io.borelog.journal.stage;

import io.borelog.journal.BootId;
import io.borelog.journal.StageException;
import io.borelog.journal.ExitCode;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.log.DurableLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;

/**
 * What a stage says about itself, mapped: {@code <data>/stages/<stage>.stage}. Written by the stage's thread (heartbeat, limit,
 * counters) and its error handlers; read by anybody, which costs the stage nothing.
 * <pre>
 *      0  i32  magic, version                 64  i64  limit: seq up to which readers may go (0 = none yet)
 *      8  i64  boot id, high                  72  i64  forced: seq that is on the device
 *     16  i64  boot id, low                   80  i64  forcing: 1 while a force is under way, 2 after one that failed, or while none
 *                                                 was made in this boot
 *     24  i64  pid                            88  i64  unit in hand: origin seq, 96 i64 attempts that died computing it
 *     32  i64  started, ms since 1970        104  i64  computing: 1 while the unit is being computed
 *     40  i64  heartbeat, ms since 1970
 *     48  i64  state                        112  i64  forced in an earlier boot: seq, the truth may be further on
 *    512  i64  counters, by ordinal of StageCounter
 *   1024  text address or note: i32 length, UTF-8 (256 bytes)
 *   1280  two slots of 256 bytes for a consistent tuple of longs: i64 version, i64 count, values; the higher version counts
 *   2048  i64 version, i32 length, latency histogram as HdrHistogram encodes it (28 KiB)
 *  32768  distinct errors (32 KiB)
 * </pre>
 */
public final class StageFile implements DurableLimit, AutoCloseable {
    private static final int MAGIC_AND_VERSION = 0x51A6_0001;
    private static final int BOOT_HIGH = 8;
    private static final int BOOT_LOW = 16;
    private static final int PID = 24;
    private static final int STARTED = 32;
    private static final int HEARTBEAT = 40;
    private static final int STATE = 48;
    private static final int LIMIT = 64;
    private static final int FORCED = 72;
    private static final int FORCING = 80;
    private static final int IN_HAND = 88;
    private static final int ATTEMPTS = 96;
    private static final int COMPUTING = 104;
    private static final int FORCED_BEFORE = 112;
    private static final int COUNTERS = 512;
    private static final int NOTE = 1024;
    private static final int NOTE_LENGTH = 256;
    private static final int TUPLES = 1280;
    private static final int TUPLE_LENGTH = 256;
    private static final int HISTOGRAM = 2048;
    private static final int HISTOGRAM_LENGTH = 28 << 10;
    private static final int ERRORS = 32 << 10;
    private static final int ERRORS_LENGTH = 32 << 10;
    private static final int LENGTH = ERRORS + ERRORS_LENGTH;
    private static final long UNDER_WAY = 1;
    private static final long FAILED = 2;

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;
    private ByteBuffer encoded = ByteBuffer.allocate(0);
    private Runnable waitingSign = () -> { };
    private boolean published;
    /** What the stage was before it waited for space; null while it does not. */
    private StageState beforeWaiting;

    private StageFile(final MappedByteBuffer mapped) {
        this.mapped = mapped;
        this.buffer = new UnsafeBuffer(mapped);
    }

    public static Path path(final Path data, final String stage) {
        return data.resolve("stages").resolve(stage + ".stage");
    }

    /**
     * For the stage itself, after it holds its journal's lock or before it opens the journal: a dead writer's limit stays readable in
     * this boot until the new epoch publishes its own.
     */
    public static StageFile create(final Path file, final long nowMs) {
        try {
            Files.createDirectories(file.getParent());
            allocate(file);
            final MappedByteBuffer mapped = map(file, FileChannel.MapMode.READ_WRITE);
            final UnsafeBuffer buffer = new UnsafeBuffer(mapped);
            if (buffer.getInt(0) != MAGIC_AND_VERSION || !isThisBoot(buffer)) {
                buffer.putLong(FORCED_BEFORE, Math.max(buffer.getLong(FORCED_BEFORE), buffer.getLong(FORCED)));
                buffer.putLong(FORCING, FAILED); // till the first success: a start that dies in the repair must repair again
                buffer.putLongVolatile(LIMIT, 0);
                buffer.putLong(FORCED, 0);
                buffer.putLong(IN_HAND, 0);
                buffer.putLong(ATTEMPTS, 0);
                buffer.putLong(COMPUTING, 0);
            }
            buffer.setMemory(COUNTERS, NOTE - COUNTERS, (byte) 0);
            buffer.setMemory(HISTOGRAM, HISTOGRAM_LENGTH, (byte) 0);
            buffer.setMemory(ERRORS, ERRORS_LENGTH, (byte) 0);
            buffer.putLongVolatile(STATE, StageState.STARTING.ordinal()); // before the pid: nobody shall take an earlier life's READY
            buffer.putIntRelease(NOTE, 0); // nor its address for this one's
            buffer.putLong(BOOT_HIGH, BootId.high());
            buffer.putLong(BOOT_LOW, BootId.low());
            buffer.putLongRelease(PID, ProcessHandle.current().pid());
            buffer.putLong(STARTED, nowMs);
            buffer.putLong(HEARTBEAT, nowMs);
            buffer.putInt(0, MAGIC_AND_VERSION);
            return new StageFile(mapped);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write " + file + ": " + ex, ex);
        }
    }

    /** Every page is written, as it is, by a call that can fail: on a full disk a write through the mapping would kill the JVM. */
    private static void allocate(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
                // up to where the file ends
            }
            bytes.clear();
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
        }
    }

    /** For whoever watches. @return null where the stage never ran here. */
    public static StageFile watch(final Path file) {
        try {
            return Files.exists(file) && Files.size(file) >= LENGTH
                ? new StageFile(map(file, FileChannel.MapMode.READ_ONLY)) : null;
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The limit of a stage that may not have run yet: 0 until its file exists, its boot is this one and its epoch has published. */
    public static LongSupplier limitOf(final Path data, final String stage) {
        final Path file = path(data, stage);
        return new LongSupplier() {
            private StageFile watched;

            @Override
            public long getAsLong() {
                if (watched == null) {
                    watched = watch(file);
                }
                return watched == null ? 0 : watched.limit();
            }
        };
    }

    private static MappedByteBuffer map(final Path file, final FileChannel.MapMode mode) throws IOException {
        try (FileChannel channel = mode == FileChannel.MapMode.READ_ONLY
            ? FileChannel.open(file, StandardOpenOption.READ)
            : FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(mode, 0, LENGTH);
        }
    }

    private static boolean isThisBoot(final UnsafeBuffer buffer) {
        return buffer.getLong(BOOT_HIGH) == BootId.high() && buffer.getLong(BOOT_LOW) == BootId.low();
    }

    @Override
    public boolean tailIsSuspect() {
        return buffer.getLongVolatile(FORCING) != 0;
    }

    @Override
    public void publish(final long seq) {
        buffer.putLongRelease(LIMIT, seq);
        published = true;
    }

    @Override
    public long published() {
        return limit();
    }

    @Override
    public boolean wasKilledInForce() {
        return buffer.getLongVolatile(FORCING) == UNDER_WAY;
    }

    @Override
    public void forcing(final boolean inProgress) {
        if (!inProgress || buffer.getLongVolatile(FORCING) != FAILED) {
            buffer.putLongVolatile(FORCING, inProgress ? UNDER_WAY : 0);
        }
    }

    @Override
    public void forceFailed() {
        buffer.putLongVolatile(FORCING, FAILED);
    }

    /** @return whether readers may go further than when it was asked last; for the stage's thread, which publishes. */
    boolean takePublished() {
        final boolean was = published;
        published = false;
        return was;
    }

    /** What a stage that waits for space does at each sign of life, on its thread: its duty cycle stands still meanwhile. */
    void whileWaiting(final Runnable sign) {
        waitingSign = sign;
    }

    @Override
    public void waiting(final boolean forSpace) {
        heartbeat(System.currentTimeMillis());
        waitingSign.run();
        if (forSpace && beforeWaiting == null) {
            beforeWaiting = state();
            state(StageState.WAITING);
        } else if (!forSpace && beforeWaiting != null) {
            state(beforeWaiting); // a start that waited is still a start, and a peer that is gone is still gone
            beforeWaiting = null;
        }
    }

    @Override
    public void forced(final long seq) {
        buffer.putLongRelease(FORCED, seq);
        increment(StageCounter.FORCES);
    }

    @Override
    public long everForced() {
        return Math.max(buffer.getLong(FORCED_BEFORE), buffer.getLong(FORCED));
    }

    /** @return 0 where nothing may be read: no epoch of this boot has published. */
    public long limit() {
        return isThisBoot(buffer) ? buffer.getLongVolatile(LIMIT) : 0;
    }

    public long forced() {
        return isThisBoot(buffer) ? buffer.getLongVolatile(FORCED) : 0;
    }

    public long pid() {
        return buffer.getLongVolatile(PID);
    }

    public long startedMs() {
        return buffer.getLong(STARTED);
    }

    public long heartbeatMs() {
        return buffer.getLongVolatile(HEARTBEAT);
    }

    public void heartbeat(final long nowMs) {
        buffer.putLongRelease(HEARTBEAT, nowMs);
    }

    public StageState state() {
        return StageState.of((int) buffer.getLongVolatile(STATE));
    }

    public void state(final StageState state) {
        buffer.putLongRelease(STATE, state.ordinal());
    }

    /** Whether the process that wrote the file is alive, as far as this boot and its pid tell. */
    public boolean isAlive() {
        return isThisBoot(buffer) && ProcessHandle.of(pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    public long get(final StageCounter counter) {
        return buffer.getLongVolatile(COUNTERS + counter.ordinal() * Long.BYTES);
    }

    public void set(final StageCounter counter, final long value) {
        buffer.putLongRelease(COUNTERS + counter.ordinal() * Long.BYTES, value);
    }

    public void add(final StageCounter counter, final long delta) {
        set(counter, buffer.getLong(COUNTERS + counter.ordinal() * Long.BYTES) + delta);
    }

    public void increment(final StageCounter counter) {
        add(counter, 1);
    }

    /** A short text for people and for {@code up}: where the endpoint listens, what a stage waits for. */
    public void note(final String text) {
        final byte[] bytes = text.getBytes(UTF_8);
        final int length = Math.min(bytes.length, NOTE_LENGTH - 4);
        buffer.putBytes(NOTE + 4, bytes, 0, length);
        buffer.putIntRelease(NOTE, length);
    }

    public String note() {
        final int length = buffer.getIntVolatile(NOTE);
        return length <= 0 || length > NOTE_LENGTH - 4 ? "" : buffer.getStringWithoutLengthUtf8(NOTE + 4, length);
    }

    /** Writes a tuple that readers see whole, even if this process is killed between any two instructions. */
    public void tuple(final long... values) {
        if (values.length > TUPLE_LENGTH / Long.BYTES - 2) {
            throw new IllegalArgumentException("tuple of " + values.length);
        }
        final long version = Math.max(buffer.getLong(TUPLES), buffer.getLong(TUPLES + TUPLE_LENGTH));
        final int slot = TUPLES + (buffer.getLong(TUPLES) > buffer.getLong(TUPLES + TUPLE_LENGTH) ? TUPLE_LENGTH : 0);
        buffer.putLongVolatile(slot, 0);
        buffer.putLong(slot + 8, values.length);
        for (int i = 0; i < values.length; i++) {
            buffer.putLong(slot + 16 + i * Long.BYTES, values[i]);
        }
        buffer.putLongVolatile(slot, version + 1);
    }

    /** @return the newest whole tuple; empty where none was written. */
    public long[] tuple() {
        while (true) {
            final long a = buffer.getLongVolatile(TUPLES);
            final long b = buffer.getLongVolatile(TUPLES + TUPLE_LENGTH);
            final int slot = TUPLES + (a > b ? 0 : TUPLE_LENGTH);
            final long version = Math.max(a, b);
            if (version == 0) {
                return new long[0];
            }
            final int count = (int) Math.min(buffer.getLong(slot + 8), TUPLE_LENGTH / Long.BYTES - 2);
            final long[] values = new long[Math.max(0, count)];
            for (int i = 0; i < values.length; i++) {
                values[i] = buffer.getLong(slot + 16 + i * Long.BYTES);
            }
            if (buffer.getLongVolatile(slot) == version) {
                return values;
            }
        }
    }

    /** Publishes the latencies so far, microseconds. */
    public void latencies(final Histogram histogram) {
        if (encoded.capacity() < histogram.getNeededByteBufferCapacity()) {
            encoded = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        }
        encoded.clear();
        final int length = histogram.encodeIntoByteBuffer(encoded);
        if (length <= HISTOGRAM_LENGTH - 16) {
            final long version = buffer.getLong(HISTOGRAM);
            buffer.putLongVolatile(HISTOGRAM, version + 1);
            buffer.putInt(HISTOGRAM + 8, length);
            buffer.putBytes(HISTOGRAM + 16, encoded.array(), 0, length);
            buffer.putLongVolatile(HISTOGRAM, version + 2);
        }
    }

    /** @return null where none was published, or one is just being written. */
    public Histogram latencies() {
        for (int attempt = 0; attempt < 100; attempt++) {
            final long version = buffer.getLongVolatile(HISTOGRAM);
            final int length = buffer.getInt(HISTOGRAM + 8);
            if (version == 0 || length <= 0 || length > HISTOGRAM_LENGTH - 16) {
                return null;
            }
            if ((version & 1) == 0) {
                final byte[] bytes = new byte[length];
                buffer.getBytes(HISTOGRAM + 16, bytes);
                if (buffer.getLongVolatile(HISTOGRAM) == version) {
                    return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 0);
                }
            }
            Thread.onSpinWait();
        }
        return null;
    }

    /** The unit in hand, for {@code attempts}: set before a computation that may kill the process, cleared after. */
    public void beginUnit(final long originSeq) {
        if (buffer.getLong(IN_HAND) != originSeq) {
            buffer.putLong(ATTEMPTS, 0);
            buffer.putLong(IN_HAND, originSeq);
        }
        buffer.putLong(ATTEMPTS, buffer.getLong(ATTEMPTS) + 1);
        buffer.putLongVolatile(COMPUTING, 1);
    }

    /** Several units in hand at once, from this one on: a death among them accuses none. */
    public void beginUnits(final long firstOriginSeq) {
        buffer.putLong(IN_HAND, firstOriginSeq);
        buffer.putLong(ATTEMPTS, 0);
        buffer.putLongVolatile(COMPUTING, 1);
    }

    public void endUnit() {
        buffer.putLong(ATTEMPTS, 0);
        buffer.putLongVolatile(COMPUTING, 0);
    }

    /** @return times that a process of this boot died while computing this unit. */
    public int deathsOf(final long originSeq) {
        return buffer.getLong(IN_HAND) == originSeq && buffer.getLong(COMPUTING) == 1 ? (int) buffer.getLong(ATTEMPTS) : 0;
    }

    /** @return the unit that a process of this boot died computing, 0 where none did. */
    public long diedComputing() {
        return buffer.getLongVolatile(COMPUTING) == 1 ? buffer.getLong(IN_HAND) : 0;
    }

    /** Puts the unit of an earlier death back after others were computed: as it was found, with so many deaths. */
    public void diedComputing(final long originSeq, final int deaths) {
        buffer.putLongVolatile(COMPUTING, 0); // killed in here it is forgotten, which costs another try
        buffer.putLong(IN_HAND, originSeq);
        buffer.putLong(ATTEMPTS, deaths);
        buffer.putLongVolatile(COMPUTING, 1);
    }

    public DistinctErrorLog errorLog() {
        return new DistinctErrorLog(new UnsafeBuffer(buffer, ERRORS, ERRORS_LENGTH), System::currentTimeMillis);
    }

    public int readErrors(final ErrorConsumer consumer) {
        return ErrorLogReader.read(new UnsafeBuffer(buffer, ERRORS, ERRORS_LENGTH), consumer);
    }

    /** Forces the file, for a clean stop. */
    public void force() {
        mapped.force();
    }

    @Override
    public void close() {
        BufferUtil.free(mapped);
    }
}
