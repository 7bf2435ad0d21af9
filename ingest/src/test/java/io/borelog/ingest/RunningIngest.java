package io.borelog.ingest;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** The real stage on a thread of its own, on real files and a free port; its duty cycle can be held. */
final class RunningIngest implements AutoCloseable {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    /** One record of inbound, copied. */
    record Stored(RecordKind kind, long seq, long journalTimeNs, String clientId, String topic, int packetId, int qos, byte[] body) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    final Path data;
    final StageFile stageFile;
    private final StageContext context;
    private final NanoClock clock;
    private final Thread thread;
    private volatile boolean held;
    private volatile boolean inTurn;
    private volatile boolean running = true;
    private volatile boolean started;
    private volatile Throwable failure;

    private RunningIngest(final Path data, final NanoClock clock, final List<String> overrides) {
        this.data = data;
        final List<String> settings = new ArrayList<>(List.of("mqtt.port=0", "journal.cycle=8MiB", "infer.estimator=edge"));
        settings.addAll(overrides);
        stageFile = StageFile.create(StageFile.path(data, "ingest"), 0);
        this.clock = clock;
        context = new StageContext(data, Settings.load(null, settings), 0, stageFile);
        thread = new Thread(this::turn, "ingest-under-test");
        thread.start();
        await("start", () -> started || failure != null);
        if (failure != null) {
            await("end", () -> !thread.isAlive());
            stageFile.close();
            if (failure instanceof RuntimeException ex) {
                throw ex;
            }
            throw new IllegalStateException(failure);
        }
    }

    static RunningIngest start(final Path data, final String... overrides) {
        return new RunningIngest(data, SystemNanoClock.INSTANCE, Arrays.asList(overrides));
    }

    static RunningIngest start(final Path data, final NanoClock clock, final String... overrides) {
        return new RunningIngest(data, clock, Arrays.asList(overrides));
    }

    private void turn() {
        IngestAgent agent = null;
        try {
            agent = IngestModule.open(context, clock);
            agent.onStart();
            started = true;
            while (running) {
                inTurn = true;
                final int work = held ? 0 : agent.doWork();
                inTurn = false;
                if (work == 0) {
                    LockSupport.parkNanos(20_000);
                }
            }
        } catch (final Throwable ex) {
            failure = ex;
        } finally {
            org.agrona.CloseHelper.close(agent == null ? null : agent::onClose);
        }
    }

    /** The duty cycle stands still, as on a disk that does not answer. */
    void hold() {
        held = true;
        await("turn's end", () -> !inTurn);
    }

    void resume() {
        held = false;
    }

    int port() {
        final String note = stageFile.note();
        return Integer.parseInt(note.substring(note.lastIndexOf(':') + 1));
    }

    long count(final StageCounter counter) {
        return stageFile.get(counter);
    }

    /** Everything in inbound that readers may see. */
    List<Stored> inbound() {
        final List<Stored> records = new ArrayList<>();
        final MessageRecord message = new MessageRecord();
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, stageFile::limit)) {
            while (tailer.next()) {
                final var record = tailer.record();
                final boolean isMessage = record.kind() == RecordKind.MESSAGE || record.kind() == RecordKind.RELEASED;
                final byte[] body = new byte[isMessage ? message.wrap(record).bodyLength() : 0];
                if (isMessage) {
                    message.buffer().getBytes(message.bodyOffset(), body);
                }
                records.add(new Stored(record.kind(), record.seq(), record.header().journalTimeNs(),
                    isMessage ? message.clientId() : null, isMessage ? message.topic() : null,
                    isMessage ? message.packetId() : 0, isMessage ? message.qos() : 0, body));
            }
        }
        return records;
    }

    List<Stored> messages() {
        return inbound().stream().filter(record -> record.kind() == RecordKind.MESSAGE).toList();
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() {
        held = false;
        running = false;
        await("end", () -> !thread.isAlive());
        stageFile.close();
        if (failure != null) {
            throw new AssertionError("the stage failed", failure);
        }
    }
}
