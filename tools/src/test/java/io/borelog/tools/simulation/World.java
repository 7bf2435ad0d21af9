package io.borelog.tools.simulation;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Texts;
import io.borelog.publish.SimulatedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A host, its tools and its broker, all by one seed and on one thread: a step is one random action, and between any two operations on a
 * journal a process may be killed, the power may be cut, or a force may fail. After the random phase everything is left in peace until it
 * has come to rest; then {@link Checks} look.
 */
final class World {
    static final int WORKERS_MAX = 3;
    private static final List<ModelRef> MODELS = List.of(
        ModelRef.EDGE, new ModelRef("first", "1".repeat(64)), new ModelRef("second", "2".repeat(64)));
    private static final int[] STEPS = {400, 1_200, 2_500};
    private static final int[] ADVANCES_MS = {50, 300, 600, 1_200};
    private static final int QUIET_STEPS_MAX = 60_000;
    private static final int REST_ROUNDS = 60;
    private static final int REST_ROUNDS_MAX = 6_000;
    private static final long REST_ROUND_NS = Tool.SECOND / 3;
    /** Journal time that lets everything expire: window, grace and heads-wait, twice over. */
    private static final long EXPIRY_NS = 85 * Tool.SECOND;
    private static final long WALL_BASE_NS = 1_700_000_000L * Tool.SECOND;
    private static final long HOUR_NS = 3_600 * Tool.SECOND;

    static {
        System.setProperty("org.slf4j.simpleLogger.log.io.borelog.publish", "error"); // the broker goes away thousands of times
    }

    final long seed;
    final Mutation mutation;
    final Path data;
    final Faults faults;
    final SimulatedJournal inbound;
    final SimulatedJournal matched;
    final SimulatedJournal outbound;
    final SimulatedBroker broker;
    final boolean realEstimator;
    final long snapshotBytes;
    final Map<String, Sent> sent = new HashMap<>();
    final List<Tool> tools = new ArrayList<>();
    long lastIngestNs;

    private final SplittableRandom random;
    private final List<SimulatedJournal> estimated = new ArrayList<>();
    private final IngestProcess ingest = new IngestProcess(this);
    private final CorrelateProcess correlate = new CorrelateProcess(this);
    private final PublishProcess publish = new PublishProcess(this);
    private final List<InferProcess> infers = new ArrayList<>();
    private final Set<SimulatedProcess> running = new HashSet<>();
    private final Map<SimulatedProcess, Long> downUntilNs = new HashMap<>();
    private final ArrayDeque<IngestProcess.Packet> net = new ArrayDeque<>();
    private final ArrayDeque<UnaryOperator<DecidingConfig>> controls = new ArrayDeque<>();
    private final SplittableRandom modelRandom;
    private final boolean storm;
    private final int batchMax;
    private final int steps;
    private int configsSeen;
    private int workers;
    private int packetsInBatch;
    private int incarnation;
    private boolean connected;
    private boolean quiet;
    private boolean clockHeld;
    private boolean ingestFrozen;
    private int fileWorkers;
    private long nowNs;
    private long wallOffsetNs;

    /** @param data for stage files */
    World(final long seed, final Mutation mutation, final Path data) {
        this.seed = seed;
        this.mutation = mutation;
        this.data = data;
        random = new SplittableRandom(seed);
        modelRandom = new SplittableRandom(~seed);
        storm = seed % 4 == 1;
        faults = new Faults(random.split(), storm);
        realEstimator = seed % 8 == 2;
        snapshotBytes = 1_000 + random.nextInt(30_000);
        broker = seed % 2 == 0 ? null : new SimulatedBroker(random.nextLong());
        batchMax = 1 + random.nextInt(12);
        steps = STEPS[random.nextInt(STEPS.length)];
        fileWorkers = 1 + random.nextInt(2);
        final int cycleRecords = 8 + random.nextInt(40);
        inbound = journal(Journals.INBOUND, cycleRecords);
        matched = journal(Journals.MATCHED, cycleRecords);
        outbound = journal(Journals.OUTBOUND, cycleRecords);
        for (int k = 0; k < WORKERS_MAX; k++) {
            estimated.add(journal(Journals.estimated(k), cycleRecords));
            infers.add(new InferProcess(this, k));
            forgetStageFile(k);
        }
    }

    private SimulatedJournal journal(final String name, final int cycleRecords) {
        return new SimulatedJournal(name, this::wallNs, cycleRecords, faults, mutation);
    }

    /** Tools as the seed has them. */
    World populate() {
        final boolean reuseIds = seed % 3 == 0;
        final int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            tools.add(Tool.random("tool-" + i, random.split(), storm, reuseIds, realEstimator));
        }
        return this;
    }

    /** The whole story: random phase, quiet phase, checks. */
    World run() {
        for (int i = 0; i < steps; i++) {
            step();
        }
        settle();
        return this;
    }

    /** Lets the world come to rest and checks every promise. */
    void settle() {
        quiet = true;
        faults.off();
        controls.clear();
        downUntilNs.clear();
        tools.forEach(tool -> tool.hurry(nowNs));
        if (broker != null) {
            broker.steady();
        }
        untilToolsAreDone();
        ingestFrozen = true;
        untilAtRest();
        new Checks(this, correlate.correlate().counts()).run();
        running.forEach(SimulatedProcess::forget);
    }

    private void untilToolsAreDone() {
        long endNs = Long.MAX_VALUE;
        for (int i = 0; i < QUIET_STEPS_MAX; i++) {
            step();
            if (i % 50 == 0 && net.isEmpty() && connected && tools.stream().allMatch(Tool::isDone)) {
                final long timeNs = journalTimeNs();
                endNs = Math.min(endNs, timeNs + EXPIRY_NS);
                if (timeNs > endNs) {
                    return;
                }
            }
        }
        throw new Violation("the tools are not acked or time stands still");
    }

    private void untilAtRest() {
        int idle = 0;
        for (int round = 0; idle < REST_ROUNDS; round++) {
            Violation.unless(round < REST_ROUNDS_MAX, "the pipeline does not come to rest");
            nowNs += REST_ROUND_NS;
            int work = 0;
            for (final SimulatedProcess process : wanted()) {
                work += turn(process);
            }
            idle = work == 0 ? idle + 1 : 0;
        }
    }

    void step() {
        final double x = random.nextDouble();
        if (x < .07 && !clockHeld) {
            nowNs += ADVANCES_MS[quiet ? 2 + random.nextInt(2) : random.nextInt(4)] * Tool.SECOND / 1_000;
        } else if (x < .20) {
            final Tool tool = tools.get(random.nextInt(tools.size()));
            if (!quiet && !clockHeld && random.nextDouble() < .004) {
                tool.outage(random);
            }
            tool.step(this);
        } else if (x < .21) {
            disturb();
        } else {
            final List<SimulatedProcess> wanted = wanted();
            turn(wanted.get(random.nextInt(wanted.size())));
        }
        if (faults.strikesIdle()) {
            strike();
        }
    }

    /** Operators and clocks. */
    private void disturb() {
        if (quiet) {
            return;
        }
        final double x = random.nextDouble();
        if (x < .15) {
            final int scaled = 1 + random.nextInt(WORKERS_MAX);
            controls.add(config -> config.with(Setting.INFER_WORKERS.key(), Integer.toString(scaled)));
        } else if (x < .20) {
            fileWorkers = 1 + random.nextInt(WORKERS_MAX);
        } else if (x < .30) {
            wallOffsetNs = (random.nextInt(3) - 1) * HOUR_NS;
        } else if (x < .34) {
            final List<SimulatedProcess> wanted = wanted();
            stop(wanted.get(random.nextInt(wanted.size())));
        } else if (x < .50) {
            controls.add(modelChange());
        }
    }

    private UnaryOperator<DecidingConfig> modelChange() {
        final ModelRef model = MODELS.get(modelRandom.nextInt(MODELS.size()));
        final BigDecimal share = BigDecimal.valueOf(1 + modelRandom.nextInt(9), 1);
        final int what = modelRandom.nextInt(4);
        return config -> {
            final ModelPlan plan = ModelPlan.of(config);
            try {
                return (what == 0 ? plan.rollback() : what == 1 ? plan.canary(model, share) : plan.promote(model)).into(config);
            } catch (final ConfigurationException ex) {
                return config; // as ingest refuses it
            }
        };
    }

    private void strike() {
        final List<SimulatedProcess> victims = new ArrayList<>(storm ? infers : wanted());
        victims.retainAll(running);
        if (!victims.isEmpty()) {
            die(victims.get(random.nextInt(victims.size())), Death.killed());
        }
    }

    /** One duty cycle of a process that runs, or its start. @return work done. */
    private int turn(final SimulatedProcess process) {
        if (running.contains(process)) {
            return act(process, process::step);
        }
        if (downUntilNs.getOrDefault(process, 0L) > nowNs || !quiet && random.nextInt(5) > 0) {
            return 0;
        }
        running.add(process);
        return act(process, () -> {
            process.start();
            return 1;
        });
    }

    private interface Action {
        int run() throws Exception;
    }

    private int act(final SimulatedProcess process, final Action action) {
        try {
            return action.run();
        } catch (final Death death) {
            die(process, death);
        } catch (final StageException ex) {
            if (ex.exitCode() != ExitCode.FORCE_FAILED) {
                throw new Violation(process.name() + " ends: " + ex.getMessage(), ex);
            }
            stop(process); // the runner closes the agent whatever has happened
        } catch (final Exception ex) {
            throw new Violation(process.name() + " ends: " + ex, ex);
        }
        return 1;
    }

    private void stop(final SimulatedProcess process) {
        if (running.contains(process)) {
            try {
                process.close();
                end(process);
            } catch (final Death death) {
                die(process, death);
            } catch (final StageException ex) {
                end(process);
            }
        }
    }

    private void die(final SimulatedProcess process, final Death death) {
        faults.kills++;
        end(process);
        if (process == ingest && random.nextInt(4) == 0) {
            downUntilNs.put(ingest, nowNs + 45 * Tool.SECOND);
        }
        if (death.isPowerCut()) {
            powerCut();
        }
    }

    private void end(final SimulatedProcess process) {
        process.forget();
        running.remove(process);
    }

    void powerCut() {
        faults.powerCuts++;
        new ArrayList<>(running).forEach(this::end);
        inbound.powerCut(random);
        matched.powerCut(random);
        outbound.powerCut(random);
        configsSeen = 0;
        workers = 0;
        for (int k = 0; k < WORKERS_MAX; k++) {
            estimated.get(k).powerCut(random);
            forgetStageFile(k);
        }
        Checks.causes(this);
    }

    /** What it says holds within one boot only. */
    private void forgetStageFile(final int worker) {
        try {
            Files.deleteIfExists(InferProcess.stagePath(data, worker));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Those workers run that any CONFIG names: a retired one finishes its holes. */
    private List<SimulatedProcess> wanted() {
        final List<SimulatedProcess> wanted = new ArrayList<>(List.of(correlate, publish));
        if (!ingestFrozen) {
            wanted.add(ingest);
        }
        for (; configsSeen < matched.size(); configsSeen++) {
            final Recorded record = new Recorded(matched.bytes(configsSeen));
            if (record.kind() == RecordKind.CONFIG) {
                final int named = workers(record);
                workers = mutation == Mutation.RETIRED_WORKER_STOPPED ? named : Math.max(workers, named);
            }
        }
        wanted.addAll(infers.subList(0, workers));
        return wanted;
    }

    static int workers(final Recorded record) {
        return Integer.parseInt(config(record).get("infer.workers"));
    }

    static DecidingConfig config(final Recorded record) {
        return DecidingConfig.parse(Texts.get(record.view().payload(), record.view().payloadOffset()));
    }

    Map<String, DecidingConfig.FileValue> fileSettings() {
        return Settings.load(null, List.of("infer.estimator=edge", "infer.workers=" + fileWorkers)).deciding();
    }

    SimulatedJournal estimated(final int worker) {
        return estimated.get(worker);
    }

    long nowNs() {
        return nowNs;
    }

    /** Whatever happens now happens in one moment. */
    void holdClock() {
        clockHeld = true;
    }

    void releaseClock() {
        clockHeld = false;
    }

    /** Kill -9, and nobody starts it again for a while. */
    void stopIngestFor(final long ns) {
        die(ingest, Death.killed());
        downUntilNs.put(ingest, nowNs + ns);
    }

    /** The next so many estimates are computed and never written: their worker dies just before. */
    void killWorkersAtAppend(final int times) {
        estimated.forEach(journal -> journal.killBeforeEstimates(times));
    }

    /** Of the newest record of inbound. */
    long journalTimeNs() {
        return new Recorded(inbound.bytes(inbound.size() - 1)).header().journalTimeNs();
    }

    long wallNs() {
        return WALL_BASE_NS + nowNs + wallOffsetNs;
    }

    int incarnation() {
        return incarnation;
    }

    boolean isConnected() {
        return connected;
    }

    void connected() {
        incarnation++;
        connected = true;
    }

    void disconnected() {
        connected = false;
        net.clear();
    }

    void net(final Tool tool, final Sent message) {
        sent.put(message.tool() + '#' + message.id(), message);
        net.add(new IngestProcess.Packet(tool, message));
    }

    /** @return null where there is none, or the batch is full. */
    IngestProcess.Packet nextPacket() {
        final IngestProcess.Packet packet = packetsInBatch < batchMax ? net.poll() : null;
        packetsInBatch = packet == null ? 0 : packetsInBatch + 1;
        return packet;
    }

    UnaryOperator<DecidingConfig> nextControl() {
        return controls.poll();
    }
}
