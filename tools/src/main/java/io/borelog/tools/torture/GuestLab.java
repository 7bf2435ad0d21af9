package io.borelog.tools.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.borelog.journal.log.Journals;
import io.borelog.tools.guest.Boot;
import io.borelog.tools.guest.DataDisk;
import io.borelog.tools.guest.Guest;
import io.borelog.tools.guest.GuestMachine;
import io.borelog.tools.guest.HostPrograms;
import io.borelog.tools.guest.Tree;
import io.borelog.tools.torture.GuestCut.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the power of a whole machine: boots a guest, loads its endpoint from outside, kills it at a random moment. What its disk then
 * holds is read on the host from a copy, where the pipeline must come back on it and have all that was acknowledged; the guest boots
 * again on the disk itself, so that what it repaired is cut again. Ends by itself.
 *
 * <p>Varied: single messages or thousands in flight; the whole pipeline in the guest, or ingest alone, which is ready sooner and takes
 * more; cuts aimed at rolls; cuts in the midst of a boot; a device that forgets what it had not flushed; mount options.
 */
public final class GuestLab {
    private static final int DISK_MB = 2048;
    private static final int CUTS_PER_DISK_MAX = 4;
    private static final String UP = "up";
    private static final String INGEST = "ingest";
    private static final String[] MOUNTS = {"commit=1", "commit=1,nodelalloc", "commit=30", "commit=1,data=writeback", "data=journal"};
    /** Neighbouring seeds of Random begin with nearly the same number. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final double IN_RECOVERY = 0.3;
    private static final double INGEST_ALONE = 0.6;
    /** Every instruction is computed, on a host that may have other work. */
    private static final int READY_LIMIT_S = 1_800;
    private static final int ACKS_LIMIT_S = 600;
    private static final int ROLL_LIMIT_S = 120;
    private static final int LIFE_S = READY_LIMIT_S + ACKS_LIMIT_S + ROLL_LIMIT_S + 60;
    /** So that all connections are there, and the guest is past its first messages, which take longest. */
    private static final int MANY_ACKS = 500;
    private static final int FEW_ACKS = 20;
    private static final double LOAD_MAX_S = 10;
    private static final double ROLL_MAX_S = 0.15;
    private static final double RECOVERY_MAX_S = 60;
    private static final long TICK_MS = 30;

    private final GuestPlan plan;
    private final HostPrograms programs;
    private final Launcher launcher;
    private final Comeback comeback;
    private final CountDownLatch stopped;
    private final Random random;
    private final List<GuestCut> cuts = new ArrayList<>();
    private GuestMachine machine;
    private int disks;
    private int loaded;

    /** @param stopped counted down by whoever wants an early end */
    public GuestLab(final GuestPlan plan, final HostPrograms programs, final Launcher launcher, final Inspection inspection,
        final CountDownLatch stopped) {
        this.plan = plan;
        this.programs = programs;
        this.launcher = launcher;
        this.comeback = new Comeback(launcher, inspection, plan.processes(), plan.settings(), stopped);
        this.stopped = stopped;
        this.random = new Random(plan.seed() * SPREAD);
    }

    /** To be called once; leaves no process behind. */
    public GuestReport run() throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        machine = GuestMachine.build(
            programs, Map.of(UP, command(UP), INGEST, command(INGEST)), plan.accelerator(), plan.work().resolve("machine"));
        while (cuts.size() < plan.cuts() && comeback.goesOn()) {
            final Path directory = Files.createDirectories(plan.work().resolve("disk-" + ++disks));
            wearOut(directory);
            if (comeback.goesOn()) {
                Tree.delete(directory);
            }
        }
        return new GuestReport(cuts, secondsSince(startNs), comeback.troubles());
    }

    private List<String> command(final String name) {
        final List<String> arguments = new ArrayList<>(List.of(name, "--data", GuestMachine.DATA));
        arguments.addAll(comeback.arguments(GuestMachine.ADDRESS, GuestMachine.PORT));
        return launcher.command(arguments);
    }

    private void wearOut(final Path directory) throws IOException, InterruptedException {
        final int port = Torture.freePort();
        final DataDisk disk = DataDisk.format(programs, directory, DISK_MB);
        try (Load load = new Load(launcher, directory, port, plan.seed() + disks)) {
            for (int round = 0; round < CUTS_PER_DISK_MAX && cuts.size() < plan.cuts() && comeback.goesOn(); round++) {
                final boolean inRecovery = round > 0 && !wasInRecovery() && random.nextDouble() < IN_RECOVERY;
                final GuestCut cut = inRecovery ? cutWhileBooting(disk, load, directory, port) : cutUnderLoad(disk, load, directory, port);
                if (cut != null) {
                    cuts.add(cut);
                    System.err.println("borelog crashlab: cut " + cuts.size() + ": " + cut.line());
                }
            }
        }
    }

    private boolean wasInRecovery() {
        return cuts.get(cuts.size() - 1).traffic() == Traffic.NONE;
    }

    /** @return null where the guest did not come so far, or nobody wants to wait */
    private GuestCut cutUnderLoad(final DataDisk disk, final Load load, final Path directory, final int port)
        throws IOException, InterruptedException {
        final int kind = loaded++ * 5; // every combination of the three lowest bits within eight cuts, both of each bit within four
        final boolean many = (kind & 1) != 0;
        final boolean aimed = (kind & 2) != 0;
        final Boot boot = boot((kind & 4) == 0);
        final long powerOnNs = System.nanoTime();
        try (Guest guest = Guest.boot(machine, disk, boot, port, directory.resolve("console.log"))) {
            final String listening = guest.await("guest: listening", READY_LIMIT_S, comeback::goesOn);
            if (listening == null || boot.run().equals(UP) && guest.await("borelog ready", READY_LIMIT_S, comeback::goesOn) == null) {
                amiss(guest, "was not ready within " + READY_LIMIT_S + " s", directory);
                return null;
            }
            final double bootSeconds = secondsSince(powerOnNs);
            if (!awaitAcks(load, many)) {
                amiss(guest, "acknowledged too little within " + ACKS_LIMIT_S + " s", directory);
                return null;
            }
            pause(LOAD_MAX_S);
            String file = null;
            long rolledNs = 0;
            if (aimed) {
                guest.skip();
                file = guest.await("guest: rolls to", ROLL_LIMIT_S, comeback::goesOn);
                rolledNs = System.nanoTime();
                pause(ROLL_MAX_S);
            }
            final long rollMs = file == null ? -1 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - rolledNs);
            guest.cut();
            load.close();
            return comeBack(disk, load, directory, boot, many ? Traffic.MANY : Traffic.ONE_BY_ONE, bootSeconds, rollMs, file);
        }
    }

    private GuestCut cutWhileBooting(final DataDisk disk, final Load load, final Path directory, final int port)
        throws IOException, InterruptedException {
        final Boot boot = boot(random.nextBoolean());
        final long powerOnNs = System.nanoTime();
        try (Guest guest = Guest.boot(machine, disk, boot, port, directory.resolve("console.log"))) {
            if (guest.await("guest: booted", READY_LIMIT_S, comeback::goesOn) == null) {
                amiss(guest, "did not boot within " + READY_LIMIT_S + " s", directory);
                return null;
            }
            pause(RECOVERY_MAX_S);
            guest.cut();
            return comeBack(disk, load, directory, boot, Traffic.NONE, secondsSince(powerOnNs), -1, null);
        }
    }

    private Boot boot(final boolean forgetful) {
        return new Boot(random.nextDouble() < INGEST_ALONE ? INGEST : UP, MOUNTS[random.nextInt(MOUNTS.length)], forgetful, LIFE_S);
    }

    private void amiss(final Guest guest, final String late, final Path directory) {
        if (comeback.goesOn()) {
            comeback.trouble(
                "the guest " + (guest.isAlive() ? late : "ended by itself") + ", see " + directory.resolve("console.log"));
        }
    }

    /** A guest that has just come up may refuse some of many connections at first. */
    private boolean awaitAcks(final Load load, final boolean many) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ACKS_LIMIT_S);
        boolean started = false;
        while (comeback.goesOn() && System.nanoTime() - deadlineNs < 0) {
            if (!started || load.hasEnded()) {
                load.start(many, LIFE_S);
                started = true;
            }
            if (load.hasAcked(many ? MANY_ACKS : FEW_ACKS)) {
                return true;
            }
            stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    /** @param rolled name of the file of inbound that was new when the power went; null where it was not looked for */
    private GuestCut comeBack(final DataDisk disk, final Load load, final Path directory, final Boot boot, final Traffic traffic,
        final double bootSeconds, final long rollMs, final String rolled) throws IOException, InterruptedException {
        final long cutNs = System.nanoTime();
        final Path work = Files.createDirectories(directory.resolve("back"));
        final Path data = disk.extract(work);
        final boolean midRoll = rolled != null && !holdsMessage(data.resolve(Journals.INBOUND).resolve(rolled));
        try (Pipeline pipeline = comeback.pipeline(data, Torture.freePort(), directory.resolve("up.log"))) {
            comeback.awaitReady(pipeline, data);
            comeback.drainAndStop(pipeline, data);
        }
        final Checks checks = comeback.check(data, load.acked(), directory);
        if (comeback.goesOn()) {
            Tree.delete(work);
        }
        return new GuestCut(disks, boot, traffic, bootSeconds, rollMs, midRoll, checks.acked(), checks.ackedLost(), checks.holes(),
            secondsSince(cutNs));
    }

    /** Whether a file of inbound has got the topic of any message: asked of its bytes, because nobody has repaired it yet. */
    static boolean holdsMessage(final Path file) throws IOException {
        return Files.exists(file) && new String(Files.readAllBytes(file), US_ASCII).contains("OPCPUBSUB/");
    }

    private void pause(final double maxSeconds) throws InterruptedException {
        stopped.await((long) (random.nextDouble() * maxSeconds * 1e6), TimeUnit.MICROSECONDS);
    }

    private static double secondsSince(final long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
