package io.borelog.ingest;

import io.borelog.ingest.admit.PublishBatch;
import io.borelog.ingest.admit.PublishQueue;
import io.borelog.ingest.control.ControlRequest;
import io.borelog.ingest.control.ControlSocket;
import io.borelog.ingest.mqtt.MqttEndpoint;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import java.util.ArrayDeque;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The duty cycle of ingest, on the stage's thread: drain what the endpoint has received, append it, commit once for all of it, and only
 * then let the acknowledgements go. While one commit is under way the next batch gathers, so that one force serves many.
 * A failed append or force ends the process, and nothing is acknowledged after it.
 */
final class IngestAgent implements Agent {
    /** Messages of a group: one force for as many as there are; where nothing is forced the first of many need not wait for the last. */
    private static final int FORCED_LIMIT = 4_096;
    private static final int WRITTEN_LIMIT = 256;
    private static final int DRAIN_BATCHES_LIMIT = 4_096;
    private static final long DRAIN_BYTES_LIMIT = 8L << 20;
    private static final long SILENCE_NS = 1_000_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;

    /** Appended and not committed yet. */
    private final PublishBatch[] appended = new PublishBatch[DRAIN_BATCHES_LIMIT];
    private final StageContext context;
    private final NanoClock clock;
    private final JournalAppender appender;
    private final PublishQueue queue;
    private final MqttEndpoint endpoint;
    private final StageFile stageFile;
    private final JournalTime time;
    private final InboundWriter writer;
    private final ConfigRecords configs;
    private final int groupLimit;
    private ControlSocket control;
    private long nextReportNs;
    private long messages;
    private long bytes;
    private boolean broken;
    private boolean hasRoom = true;
    private boolean full;
    /** Taken from the queue and not appended yet: there was no space. */
    private PublishBatch held;
    /** Behind it: received before the endpoint knew that there is no space. */
    private final ArrayDeque<PublishBatch> waiting = new ArrayDeque<>();

    IngestAgent(
        final StageContext context, final NanoClock clock, final JournalAppender appender, final PublishQueue queue,
        final MqttEndpoint endpoint) {
        this.context = context;
        this.clock = clock;
        this.appender = appender;
        this.queue = queue;
        this.endpoint = endpoint;
        this.stageFile = context.stageFile();
        this.time = new JournalTime(appender.lastJournalTimeNs(), clock.nanoTime());
        this.writer = new InboundWriter(appender, time);
        this.configs = new ConfigRecords(context, appender, writer);
        this.groupLimit = context.durability() == Durability.DISK ? FORCED_LIMIT : WRITTEN_LIMIT;
        this.nextReportNs = clock.nanoTime();
    }

    @Override
    public void onStart() {
        broken = true; // until everything below has worked
        configs.open(clock.nanoTime());
        queue.takenBy(Thread.currentThread());
        endpoint.start();
        stageFile.note("mqtt=" + endpoint.host() + ':' + endpoint.port());
        control = ControlSocket.open(context.data(), clock);
        context.ready();
        broken = false;
    }

    @Override
    public int doWork() {
        try {
            return turn();
        } catch (final Throwable ex) {
            broken = true;
            throw ex;
        }
    }

    private int turn() {
        endpoint.check();
        final long nowNs = clock.nanoTime();
        watchSpace();
        final int work = journalReceived(nowNs) + (hasRoom ? obey(nowNs) : 0) + (full ? refuseReceived() : 0);
        if (work == 0 && hasRoom && time.silenceNs(nowNs) >= SILENCE_NS) {
            writer.tick(nowNs);
            appender.commit();
        }
        if (nowNs - nextReportNs >= 0) {
            nextReportNs = nowNs + REPORT_NS;
            report();
        }
        return work;
    }

    /** Two watermarks: refused below the lower, taken again above the upper. */
    private void watchSpace() {
        hasRoom = appender.hasRoom(held == null ? 0 : writer.payloadLength(0));
        final boolean fullNow = !hasRoom && appender.isFull(); // else the allocation is only a little behind
        if (fullNow != full) {
            full = fullNow;
            endpoint.refusing(full);
            stageFile.waiting(full);
        }
    }

    /** What was received before the endpoint knew: told where the protocol can tell; the rest waits in its order. @return batches told */
    private int refuseReceived() {
        int refused = 0;
        if (held != null && held.refuse()) {
            queue.committed(held);
            held = null;
            refused++;
        }
        for (PublishBatch batch = queue.poll(); batch != null; batch = queue.poll()) {
            if (batch.refuse()) {
                queue.committed(batch);
                refused++;
            } else {
                waiting.add(batch);
            }
        }
        if (refused > 0) {
            endpoint.acknowledge();
        }
        return refused;
    }

    /** @return messages appended and committed. */
    private int journalReceived(final long nowNs) {
        int count = 0;
        int batches = 0;
        long groupBytes = 0;
        boolean room = true;
        while (room && count < groupLimit && batches < DRAIN_BATCHES_LIMIT && groupBytes < DRAIN_BYTES_LIMIT && takeNext()) {
            final PublishBatch batch = held;
            int entry = 0;
            while (entry < batch.count() && room) {
                room = appender.hasRoom(writer.payloadLength(entry));
                if (room) {
                    groupBytes += writer.append(entry++, nowNs);
                }
            }
            count += entry;
            if (room) {
                held = null;
                appended[batches++] = batch;
            } else if (entry > 0) {
                appended[batches++] = batch.splitBefore(entry); // the rest is held
            }
        }
        if (count > 0) {
            appender.commit();
            messages += count;
            bytes += groupBytes;
            giveBackAppended();
            endpoint.acknowledge();
            stageFile.set(StageCounter.RECORDS_OUT, messages);
            stageFile.set(StageCounter.BYTES_OUT, bytes);
        }
        return count;
    }

    /** @return false where nothing waits. */
    private boolean takeNext() {
        if (held == null) {
            held = waiting.isEmpty() ? queue.poll() : waiting.poll();
            if (held != null) {
                writer.begin(held);
            }
        }
        return held != null;
    }

    private void giveBackAppended() {
        for (int i = 0; i < appended.length && appended[i] != null; i++) {
            queue.committed(appended[i]);
            appended[i] = null;
        }
    }

    /** One request of the control socket, if there is one: what it asks for becomes records, and is committed before the answer. */
    private int obey(final long nowNs) {
        final ControlRequest request = control == null ? null : control.poll();
        if (request == null) {
            return 0;
        }
        final Long unknown = request.redrives().stream().filter(seq -> seq < 1 || seq > appender.lastSeq()).findFirst().orElse(null);
        final int most = Texts.MAX_BYTES + request.redrives().size() * (RecordHeader.LENGTH + RedriveRecord.LENGTH);
        if (unknown != null) {
            request.refuse("inbound has no message " + unknown);
        } else if (!appender.hasRoom(most)) {
            request.refuse("the disk is full, nothing was written");
        } else {
            obey(request, nowNs);
        }
        control.answered();
        return 1;
    }

    private void obey(final ControlRequest request, final long nowNs) {
        try {
            if (request.modelChange() != null) {
                configs.change(request.modelChange(), nowNs);
            } else if (!request.settings().isEmpty()) {
                configs.set(request.settings(), nowNs);
            } else {
                request.redrives().forEach(seq -> writer.redrive(seq, nowNs));
                appender.commit();
            }
            request.done(appender.lastSeq());
        } catch (final ConfigurationException ex) {
            request.refuse(ex.getMessage());
        }
    }

    private void report() {
        endpoint.report(stageFile);
    }

    @Override
    public void onClose() {
        try {
            if (!broken) {
                endpoint.stopReading();
                while (journalReceived(clock.nanoTime()) > 0) {
                    // what was received is journaled and acknowledged before the goodbye
                }
                report();
            }
        } finally {
            CloseHelper.close(control);
            endpoint.close(!broken);
            discard();
            CloseHelper.close(appender);
        }
    }

    /** What was not committed is never told: its senders have it. The loop has ended. */
    private void discard() {
        giveBackAppended();
        if (held != null) {
            queue.committed(held);
        }
        waiting.forEach(queue::committed);
        queue.discard();
    }

    @Override
    public String roleName() {
        return "ingest";
    }
}
