package io.borelog.ingest;

import io.borelog.ingest.admit.Publish;
import io.borelog.ingest.admit.PublishQueue;
import io.borelog.ingest.control.ControlRequest;
import io.borelog.ingest.control.ControlSocket;
import io.borelog.ingest.mqtt.MqttEndpoint;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The duty cycle of ingest, on the stage's thread: drain what the endpoint has received, append it, commit once for all of it, and only
 * then let the acknowledgements go. While one commit is under way the next batch gathers, so that one force serves many.
 * A failed append or force ends the process, and nothing is acknowledged after it.
 */
final class IngestAgent implements Agent {
    private static final int DRAIN_LIMIT = 4_096;
    private static final long DRAIN_BYTES_LIMIT = 8L << 20;
    private static final long SILENCE_NS = 1_000_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;

    private final Publish[] batch = new Publish[DRAIN_LIMIT];
    private final StageContext context;
    private final NanoClock clock;
    private final JournalAppender appender;
    private final PublishQueue queue;
    private final MqttEndpoint endpoint;
    private final StageFile stageFile;
    private final JournalTime time;
    private final InboundWriter writer;
    private final ConfigRecords configs;
    private ControlSocket control;
    private long nextReportNs;
    private long messages;
    private long bytes;
    private boolean broken;
    private boolean hasRoom = true;
    /** Taken from the queue and not appended yet: there was no space. */
    private Publish held;

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
        this.nextReportNs = clock.nanoTime();
    }

    @Override
    public void onStart() {
        broken = true; // until everything below has worked
        configs.open(clock.nanoTime());
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
        final int work = journalBatch(nowNs) + (hasRoom ? obey(nowNs) : 0);
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

    /** Two watermarks: refused below the lower, taken again above the upper; what was received already waits for it. */
    private void watchSpace() {
        final boolean roomNow = held == null ? appender.hasRoom(0) : appender.hasRoom((int) held.bytes());
        if (roomNow != hasRoom) {
            hasRoom = roomNow;
            endpoint.refusing(!roomNow);
            stageFile.waiting(!roomNow);
        }
    }

    private int journalBatch(final long nowNs) {
        int count = 0;
        long batchBytes = 0;
        while (count < DRAIN_LIMIT && batchBytes < DRAIN_BYTES_LIMIT) {
            final Publish publish = held == null ? queue.poll() : held;
            if (publish == null) {
                break;
            }
            if (!appender.hasRoom((int) publish.bytes())) {
                held = publish;
                break;
            }
            held = null;
            batch[count++] = publish;
            batchBytes += writer.append(publish, nowNs);
        }
        if (count > 0) {
            appender.commit();
            for (int i = 0; i < count; i++) {
                messages += batch[i].isMessage() ? 1 : 0;
                queue.committed(batch[i]);
                batch[i] = null;
            }
            bytes += batchBytes;
            endpoint.acknowledge();
            stageFile.set(StageCounter.RECORDS_OUT, messages);
            stageFile.set(StageCounter.BYTES_OUT, bytes);
        }
        return count;
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
                while (journalBatch(clock.nanoTime()) > 0) {
                    // what was received is journaled and acknowledged before the goodbye
                }
                report();
            }
        } finally {
            CloseHelper.close(control);
            endpoint.close(!broken);
            if (held != null) {
                held.releasePayload(); // never acknowledged: its sender has it
            }
            queue.discard();
            CloseHelper.close(appender);
        }
    }

    @Override
    public String roleName() {
        return "ingest";
    }
}
