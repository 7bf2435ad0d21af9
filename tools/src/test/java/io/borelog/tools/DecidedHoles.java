package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.simulate.Dialect;
import io.borelog.tools.simulate.Hole;
import io.borelog.tools.simulate.HoleGenerator;
import io.borelog.tools.simulate.Part;
import io.borelog.tools.simulate.PayloadWriter;
import io.borelog.tools.simulate.SizeProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;

/**
 * A data directory as a pipeline leaves it: inbound written by the test, in simulated holes with everything that goes wrong in the field;
 * matched and estimated by the real stages, in this process or, where a test kills them, in processes of their own.
 */
final class DecidedHoles implements AutoCloseable {
    static final long WALL_START_NS = 1_763_000_000_000_000_000L;
    private static final int TOOLS = 5;
    private static final long CYCLE_BYTES = 1 << 20;
    private static final int STOP_LIMIT_S = 20;

    private final HoleGenerator generator = new HoleGenerator(7, TOOLS, SizeProfile.SMALL, Dialect.values());
    private final Hole hole = new Hole();
    private final PayloadWriter writer = new PayloadWriter();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 20);
    private final Random random = new Random(11);
    private final List<Agent> running = new ArrayList<>();
    private final List<StageFile> stageFiles = new ArrayList<>();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final Path data;
    private final Settings settings;
    private final int workers;
    private final StageFile ingest;
    private JournalAppender inbound;
    private long nowNs;
    private long holes;

    DecidedHoles(final Path data, final int workers) {
        this.data = data;
        this.workers = workers;
        settings = Settings.load(null, List.of("journal.cycle=1MiB", "journal.ahead=1MiB", "disk.stop=0", "infer.estimator=edge",
            "infer.workers=" + workers));
        ingest = StageFile.create(StageFile.path(data, StageName.INGEST), 0);
        open();
    }

    private void open() {
        inbound = Journals.append(data, Journals.INBOUND, CYCLE_BYTES, SpaceRules.SMALL, Durability.PAGE_CACHE, ingest,
            () -> WALL_START_NS + nowNs);
        config(settings);
    }

    /** A new epoch of inbound, as after a restart of ingest. */
    void reopen() {
        inbound.close();
        open();
    }

    /** No process runs. */
    void down() throws Exception {
        stop();
        inbound.close();
        inbound = null;
        stageFiles.forEach(StageFile::close);
        stageFiles.clear();
    }

    /** Ingest is back. */
    void up() {
        open();
    }

    void config(final Settings with) {
        append(RecordKind.CONFIG, Texts.put(buffer, 0, inbound.config().withFile(with.deciding()).text()));
    }

    /** Holes of all tools: shuffled, some twice, some without a part, and strangers and rubbish between them. */
    void send(final int count) {
        for (int i = 0; i < count; i++) {
            final long number = holes++;
            generator.generate(number, WALL_START_NS / SECONDS.toNanos(1) + number, hole);
            final List<Part> parts = new ArrayList<>(List.of(Part.values()));
            Collections.shuffle(parts, random);
            if (random.nextInt(6) == 0) {
                parts.remove(random.nextInt(3));
            }
            if (random.nextInt(6) == 0) {
                parts.add(parts.get(0));
            }
            for (final Part part : parts) {
                message(part.topic(hole.toolbox(), hole.tool()), writer.write(hole, part, 0));
            }
            if (random.nextInt(8) == 0) {
                message("somebody/else", "{}".getBytes(UTF_8));
                message(Part.TRACE.topic(hole.toolbox(), hole.tool()), "{\"Messages\":".getBytes(UTF_8));
            }
        }
    }

    long message(final String topic, final byte[] body) {
        nowNs += 150_000_000L;
        final int at = MessageRecord.putPrefix(buffer, 0, topic.getBytes(UTF_8), "client-1".getBytes(UTF_8), 7, 1, 0);
        buffer.putBytes(at, body);
        return append(RecordKind.MESSAGE, at + body.length);
    }

    /** Silence: what still waits is given up. */
    void passTime(final int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowNs += SECONDS.toNanos(1);
            append(RecordKind.TICK, 0);
        }
    }

    private long append(final RecordKind kind, final int length) {
        final long seq = inbound.append(kind, Seq.NONE, 0, nowNs, buffer, 0, length);
        inbound.commit();
        return seq;
    }

    /** correlate and all workers, or those that are not running yet, work off what there is. */
    void decide() throws Exception {
        if (running.isEmpty()) {
            start(StageName.CORRELATE, 0);
            for (int worker = 0; worker < workers; worker++) {
                start(StageName.INFER, worker);
            }
        }
        work();
    }

    /** publish tells what has been decided. */
    void tell() throws Exception {
        start(StageName.PUBLISH, 0);
        work();
    }

    /** correlate alone. */
    void join() throws Exception {
        start(StageName.CORRELATE, 0);
        work();
    }

    private void start(final String stage, final int instance) throws Exception {
        final StageFile file = StageFile.create(StageFile.path(data, StageName.process(stage, instance)), 0);
        stageFiles.add(file);
        final Agent agent = Stages.module(stage).open(new StageContext(data, settings, instance, file));
        agent.onStart();
        running.add(agent);
    }

    /** A stage as a process of its own, until it is killed or this is closed. */
    ChildProcess process(final String stage) {
        final ChildProcess process = ChildProcess.start(data, StageName.process(stage, 0), List.of(stage, "--data", data.toString(),
            "--set", "disk.stop=0", "--set", "disk.resume=0", "--set", "journal.cycle=1MiB", "--set", "journal.ahead=1MiB"));
        processes.add(process);
        return process;
    }

    /** With -9, wherever it is. */
    static void kill(final ChildProcess process) {
        assertTrue(ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly());
        Await.until("its death", () -> !process.isAlive());
    }

    private void work() throws Exception {
        int work = 1;
        while (work > 0) {
            work = 0;
            for (final Agent agent : running) {
                work += agent.doWork();
            }
        }
    }

    /** A clean stop of the stages: correlate writes a snapshot. */
    void stop() throws Exception {
        for (final Agent agent : running) {
            agent.onClose();
        }
        running.clear();
    }

    /** Where the endpoint is said to listen. */
    void endpoint(final String address) {
        ingest.note("mqtt=" + address);
    }

    @Override
    public void close() throws Exception {
        processes.forEach(process -> process.stop(STOP_LIMIT_S));
        stop();
        CloseHelper.close(inbound);
        stageFiles.forEach(StageFile::close);
        ingest.close();
    }
}
