package io.borelog.tools.torture;

import io.borelog.tools.guest.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the power of the disk under a loaded pipeline at random moments, starts the pipeline on what the disk held, lets the same client go
 * on, drains, checks. A disk lives through a few cuts, so that repaired journals are cut again. Ends by itself.
 *
 * <p>Varied at random: single messages or thousands in flight; SIGKILL before the cut, or stages that run into failing forces; a second
 * cut in the midst of the recovery; whether stage files survive (with another boot's id, as after a reboot) or not; mount options.
 */
public final class CrashLab {
    private static final long DISK_BYTES = 2L << 30;
    private static final int CUTS_PER_DISK_MAX = 6;
    private static final int RUN_SECONDS = 6;
    private static final double RUNNING = 0.5;
    private static final double IN_RECOVERY = 0.3;
    private static final double FLOOD = 0.5;
    private static final long TICK_MS = 3;
    private static final String[] MOUNTS = {"commit=1", "commit=1,nodelalloc", "commit=30", "commit=1,data=writeback", "data=journal"};

    private final CrashPlan plan;
    private final Launcher launcher;
    private final Comeback comeback;
    private final CountDownLatch stopped;
    private final Random random;
    private final Map<String, Integer> exits = new TreeMap<>();
    private int cuts;
    private int cutsRunning;
    private int cutsInRecovery;
    private int disks;
    private long acked;
    private long lost;
    private long holes;

    /** @param stopped counted down by whoever wants an early end */
    public CrashLab(final CrashPlan plan, final Launcher launcher, final Inspection inspection, final CountDownLatch stopped) {
        this.plan = plan;
        this.launcher = launcher;
        this.comeback = new Comeback(launcher, inspection, plan.processes(), plan.settings(), stopped);
        this.stopped = stopped;
        this.random = new Random(plan.seed());
    }

    /** To be called once; leaves neither process nor mount behind. */
    public CrashReport run() throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        while (cuts < plan.cuts() && comeback.goesOn()) {
            final Path directory = Files.createDirectories(plan.work().resolve("disk-" + disks++));
            wearOut(directory);
            if (comeback.goesOn()) {
                Tree.delete(directory);
            }
        }
        return new CrashReport(cuts, cutsInRecovery, cutsRunning, disks, (System.nanoTime() - startNs) / 1e9, acked, lost, holes, exits,
            comeback.troubles());
    }

    private void wearOut(final Path directory) throws IOException, InterruptedException {
        final int port = Torture.freePort();
        final int rounds = 1 + random.nextInt(CUTS_PER_DISK_MAX);
        try (CutDisk disk = CutDisk.format(directory, DISK_BYTES);
            Load load = new Load(launcher, directory, port, plan.seed() + disks)) {
            disk.mount(mountOptions());
            Checks checks = null;
            for (int round = 0; round < rounds && cuts < plan.cuts() && comeback.goesOn(); round++) {
                checks = round(disk, load, directory, port);
            }
            if (checks != null) {
                acked += checks.acked();
                lost += checks.ackedLost();
                holes += checks.holes();
            }
        }
    }

    private Checks round(final CutDisk disk, final Load load, final Path directory, final int port)
        throws IOException, InterruptedException {
        final Path data = disk.mountPoint().resolve("data");
        final Path log = directory.resolve("up.log");
        try (Pipeline first = comeback.pipeline(data, port, log)) {
            comeback.awaitReady(first, data);
            load.start(random.nextDouble() < FLOOD, RUN_SECONDS);
            while (comeback.goesOn() && !load.hasAcked(1)) {
                stopped.await(10 * TICK_MS, TimeUnit.MILLISECONDS);
            }
            pause(3);
            cut(disk, first, data);
        }
        while (comeback.goesOn() && random.nextDouble() < IN_RECOVERY) {
            try (Pipeline again = comeback.pipeline(data, port, log)) {
                again.start();
                pause(3);
                cut(disk, again, data);
                cutsInRecovery++;
            }
        }
        try (Pipeline last = comeback.pipeline(data, port, log)) {
            comeback.awaitReady(last, data);
            while (comeback.goesOn() && !load.hasEnded()) {
                last.keepUp();
                stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
            load.close();
            comeback.drainAndStop(last, data);
        }
        final Checks checks = comeback.check(data, load.acked(), directory);
        System.err.println("borelog crashlab: %d cuts, %d messages acked on disk %d, %d lost".formatted(
            cuts, checks.acked(), disks, checks.ackedLost()));
        return checks;
    }

    private void cut(final CutDisk disk, final Pipeline pipeline, final Path data) throws IOException, InterruptedException {
        if (random.nextDouble() < RUNNING) {
            disk.cut();
            pause(0.5);
            cutsRunning++;
            pipeline.killAll();
        } else {
            pipeline.killAll();
            disk.cut();
        }
        pipeline.unexpected().forEach(exit -> exits.merge(exit, 1, Integer::sum));
        disk.unmount();
        disk.keepCopy();
        disk.mount(mountOptions());
        Reboot.pretend(data.resolve("stages"), random);
        cuts++;
    }

    private String mountOptions() {
        return MOUNTS[random.nextInt(MOUNTS.length)];
    }

    private void pause(final double maxSeconds) throws InterruptedException {
        stopped.await((long) (random.nextDouble() * maxSeconds * 1e6), TimeUnit.MICROSECONDS);
    }
}
