package io.borelog.tools.torture;

import io.borelog.journal.ExitCode;
import io.borelog.tools.torture.FullDiskCase.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One case: a pipeline under load on a small disk, which is filled to its last block at the case's moment and freed again, some times,
 * with a client of MQTT 3.1.1 and one of 5. While it is full nobody may die, nothing may be acknowledged, and the stages behind ingest go
 * on as far as they can. At random: the watermarks, or none, and how long it stays full.
 */
final class FullDiskRun {
    private static final int LOAD_SECONDS = 5;
    private static final long WARM_MESSAGES = 50;
    private static final long GAP = 32L << 20;
    private static final long LIMIT_S = 60;
    private static final long ROLL_LIMIT_S = 240;
    private static final long TICK_MS = 2;
    private static final long LOOK_NS = 1_000_000_000;
    private static final double HOLD_MAX_S = 2;
    private static final int FIRST_START_S = 4;
    private static final int SCRAPS = 5;
    private static final long SCRAP = 8L << 20;
    private static final double WITHOUT_WATERMARKS = 0.5;

    private final FullDiskCase how;
    private final FullDiskPlan plan;
    private final Path directory;
    private final Inspection inspection;
    private final Launcher launcher;
    private final CountDownLatch stopped;
    private final Random random;
    private final Comeback comeback;
    private final CrashFiles crashes;
    private Pipeline pipeline;
    private Load load;
    private Probe probe;
    private Ballast ballast;
    private Path data;
    private int full;
    private long resumedNs;
    private long oldNs;
    private long freedNs;

    FullDiskRun(
        final FullDiskCase how, final FullDiskPlan plan, final Path directory, final Launcher launcher, final Inspection inspection,
        final CountDownLatch stopped) throws IOException {
        this.how = how;
        this.plan = plan;
        this.directory = directory;
        this.launcher = launcher;
        this.inspection = inspection;
        this.stopped = stopped;
        random = new Random(plan.seed() + how.name().hashCode());
        final boolean watermarks = random.nextDouble() >= WITHOUT_WATERMARKS;
        final List<String> settings = new ArrayList<>(List.of(
            "--set", "disk.stop=" + (watermarks ? "8MiB" : "0"), "--set", "disk.resume=" + (watermarks ? "12MiB" : "0")));
        settings.addAll(plan.settings());
        comeback = new Comeback(launcher, inspection, plan.processes(), settings, stopped);
        crashes = new CrashFiles();
    }

    /** To be called once; leaves neither process nor mount behind. */
    FullDiskResult run() throws IOException, InterruptedException {
        final int port = Torture.freePort();
        Checks checks = null;
        long drainedNs = 0;
        try (SmallDisk disk = how.mount(directory); Ballast weight = new Ballast(disk.mountPoint())) {
            data = disk.mountPoint().resolve("data");
            ballast = weight;
            try (Pipeline up = comeback.pipeline(data, port, directory.resolve("up.log"));
                Load old = new Load(launcher, directory, port, plan.seed()); Probe young = new Probe(directory, port)) {
                pipeline = up;
                load = old;
                probe = young;
                firstStart();
                for (int round = 0; round < plan.rounds() && comeback.goesOn(); round++) {
                    fill();
                    stayFull();
                    free();
                }
                awaitLoadsEnd();
                probe.close();
                comeback.drainAndStop(pipeline, data);
                drainedNs = System.nanoTime() - freedNs;
                complain(probe.trouble());
                crashes.newOnes().forEach(file -> comeback.trouble("a JVM died and left " + file));
                final List<Path> acked = new ArrayList<>(load.acked());
                acked.add(probe.log());
                checks = comeback.check(data, acked, directory);
            }
        }
        return new FullDiskResult(how.name(), full, checks.acked(), checks.ackedLost(), checks.holes(), probe.refused(), ms(resumedNs),
            ms(oldNs), ms(drainedNs), comeback.troubles());
    }

    private static long ms(final long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns);
    }

    private void firstStart() throws IOException, InterruptedException {
        if (how.moment() == Moment.EMPTY) {
            ballast.fill();
            pipeline.start();
            final int code = pipeline.awaitEnd(LIMIT_S);
            if (code != ExitCode.DISK.code()) {
                comeback.trouble("up on an empty directory of a full disk ended with " + code);
            }
            ballast.free();
        }
        if (how.moment() == Moment.FIRST_START) {
            pipeline.expect(ExitCode.DISK.code());
            comeback.awaitReady(pipeline, data, this::fillWhileItStarts);
            pipeline.expectNothing();
        } else {
            awaitReady();
        }
        freedNs = System.nanoTime();
    }

    private void fillWhileItStarts() throws IOException, InterruptedException {
        ballast.leave(GAP);
        pause(FIRST_START_S);
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_START_S);
        while (System.nanoTime() < endNs) {
            ballast.fill();
            stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
        }
        ballast.free();
        full++;
    }

    private void awaitReady() throws IOException, InterruptedException {
        comeback.awaitReady(pipeline, data);
    }

    /** Brings the disk to its last block at the moment of this case. */
    private void fill() throws IOException, InterruptedException {
        underLoad();
        ballast.leave(GAP);
        switch (how.moment()) {
            case START -> {
                if (pipeline.stop() != 0) {
                    comeback.trouble("up did not end with 0 before the disk was full");
                }
                ballast.fill();
                awaitReady();
            }
            case START_KILLED -> {
                pipeline.killAll();
                ballast.fill();
                awaitReady();
            }
            case REBOOT -> {
                pipeline.killAll();
                Reboot.anotherBoot(data.resolve("stages"), random);
                ballast.fill();
                awaitReady();
            }
            case ROLL -> {
                awaitRoll();
                ballast.fill();
            }
            default -> {
                pause(1);
                ballast.fill();
            }
        }
        full++;
    }

    private void awaitLoadsEnd() throws IOException, InterruptedException {
        while (comeback.goesOn() && !load.hasEnded()) {
            tick();
        }
    }

    private void underLoad() throws IOException, InterruptedException {
        awaitLoadsEnd();
        final long probed = probe.acked();
        final long deadlineNs = deadlineNs();
        how.start(load, LOAD_SECONDS);
        while (comeback.goesOn() && (!load.hasAcked(WARM_MESSAGES) || probe.acked() == probed)) {
            tick();
            complainAfter(deadlineNs, "nothing is acknowledged, though there is space");
        }
    }

    /** One of two moments: the next file is being made ready, or was just put in its place. */
    private void awaitRoll() throws IOException, InterruptedException {
        final Path journal = data.resolve(how.journal());
        final boolean early = random.nextBoolean();
        final List<String> before = files(journal);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROLL_LIMIT_S);
        long lookNs = System.nanoTime();
        while (comeback.goesOn()) {
            final List<String> now = files(journal);
            now.removeAll(before);
            if (now.stream().anyMatch(name -> early || name.endsWith(".cq4"))) {
                return;
            }
            before.retainAll(files(journal)); // a next file that was there and went is news when it comes again
            tick();
            restartLoad();
            if (System.nanoTime() - lookNs >= 0) {
                lookNs = System.nanoTime() + LOOK_NS / 10;
                ballast.leave(GAP); // what was written meanwhile
            }
            complainAfter(deadlineNs, how.journal() + " does not roll");
        }
    }

    private static List<String> files(final Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return new ArrayList<>(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private void restartLoad() throws IOException {
        if (load.hasEnded()) {
            how.start(load, LOAD_SECONDS);
        }
    }

    /** Until publishes are refused, nothing is acknowledged any more, and whoever can go on has; then a while longer. */
    private void stayFull() throws IOException, InterruptedException {
        if (how.moment() == Moment.REBOOT) { // there is no endpoint yet that could refuse
            giveTooLittle();
        } else {
            awaitStandstill();
        }
        if (how.moment() == Moment.LOAD_KILLED && comeback.goesOn()) {
            killOrStop();
            awaitStandstill();
        }
        final long endNs = System.nanoTime() + (long) (random.nextDouble() * HOLD_MAX_S * 1e9);
        while (comeback.goesOn() && System.nanoTime() < endNs) {
            tick();
            ballast.fill();
        }
    }

    /** Room for one or two of the journals that need it, and not for long. */
    private void giveTooLittle() throws IOException, InterruptedException {
        for (int i = 0; i < SCRAPS && comeback.goesOn(); i++) {
            ballast.give(SCRAP);
            pause(1);
            ballast.fill();
            tick();
        }
    }

    private void killOrStop() throws IOException, InterruptedException {
        final int choice = random.nextInt(plan.processes().size() + 2);
        if (choice < plan.processes().size()) {
            pipeline.kill(plan.processes().get(choice));
            stopped.await(1, TimeUnit.SECONDS); // its stage file says WAITING until the next one has begun
            return;
        }
        if (choice == plan.processes().size()) {
            pipeline.killAll();
        } else if (pipeline.stop() != 0) {
            comeback.trouble("up did not end with 0 on the full disk");
        }
        awaitReady();
    }

    private void awaitStandstill() throws IOException, InterruptedException {
        final long deadlineNs = deadlineNs();
        final long refused = probe.refused();
        long lookNs = System.nanoTime() + LOOK_NS;
        long acked = -1;
        Consumers before = null;
        while (comeback.goesOn()) {
            tick();
            restartLoad();
            ballast.fill();
            if (System.nanoTime() - lookNs >= 0) {
                lookNs = System.nanoTime() + LOOK_NS;
                final Consumers now = Consumers.look(data, plan.processes(), inspection);
                final boolean stands = before != null && now.places().equals(before.places());
                if (stands && now.astray().isEmpty() && load.ackedNow() + probe.acked() == acked && probe.refused() > refused) {
                    return;
                }
                complainAfter(deadlineNs, "on the full disk: acked " + (load.ackedNow() + probe.acked() - acked) + " in a second, refused "
                    + (probe.refused() - refused) + ", places " + now.places() + " after " + (stands ? "the same" : "others")
                    + ", stages that do not wait and have work: " + now.astray());
                acked = load.ackedNow() + probe.acked();
                before = now;
            }
        }
    }

    private void free() throws IOException, InterruptedException {
        long ackedBefore = load.ackedNow();
        freedNs = System.nanoTime();
        ballast.free();
        final long deadlineNs = deadlineNs();
        boolean young = false;
        boolean old = false;
        while (comeback.goesOn() && !(young && old)) {
            tick();
            if (!young && probe.ackedNs() - freedNs > 0) {
                young = true;
                resumedNs = Math.max(resumedNs, probe.ackedNs() - freedNs);
            }
            if (!old && load.ackedNow() > ackedBefore) {
                old = true;
                oldNs = Math.max(oldNs, System.nanoTime() - freedNs);
            }
            if (!old && load.hasEnded()) { // too little space was enough for all that it had left
                how.start(load, LOAD_SECONDS);
                ackedBefore = 0;
            }
            complainAfter(deadlineNs, "there is space again, and nothing is acknowledged: MQTT 5 " + young + ", 3.1.1 " + old);
        }
    }

    private void tick() throws IOException, InterruptedException {
        pipeline.keepUp();
        probe.poll();
        stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
    }

    private static long deadlineNs() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    }

    private void complainAfter(final long deadlineNs, final String what) {
        if (System.nanoTime() - deadlineNs > 0) {
            comeback.trouble("for too long: " + what);
        }
    }

    private void complain(final String what) {
        if (!what.isEmpty()) {
            comeback.trouble(what);
        }
    }

    private void pause(final double maxSeconds) throws InterruptedException {
        stopped.await((long) (random.nextDouble() * maxSeconds * 1e6), TimeUnit.MICROSECONDS);
    }
}
