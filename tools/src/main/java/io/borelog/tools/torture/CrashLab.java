package io.borelog.tools.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
    private static final long LIMIT_S = 120;
    private static final String[] MOUNTS = {"commit=1", "commit=1,nodelalloc", "commit=30", "commit=1,data=writeback", "data=journal"};
    /** Cycles so small that cuts fall into rolls; watermarks that the small disk never comes near; windows that end soon. */
    private static final String[] SETTINGS = {"durability=disk", "journal.cycle=1MiB", "journal.ahead=1MiB", "disk.stop=32MiB",
        "disk.resume=48MiB", "correlate.window=1s", "correlate.grace=0s", "mqtt.host=127.0.0.1"};

    private final CrashPlan plan;
    private final Launcher launcher;
    private final Inspection inspection;
    private final CountDownLatch stopped;
    private final Random random;
    private final Map<String, Integer> exits = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
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
        this.inspection = inspection;
        this.stopped = stopped;
        this.random = new Random(plan.seed());
    }

    /** To be called once; leaves neither process nor mount behind. */
    public CrashReport run() throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        while (cuts < plan.cuts() && goesOn()) {
            final Path directory = Files.createDirectories(plan.work().resolve("disk-" + disks++));
            wearOut(directory);
            if (goesOn()) {
                delete(directory);
            }
        }
        return new CrashReport(cuts, cutsInRecovery, cutsRunning, disks, (System.nanoTime() - startNs) / 1e9, acked, lost, holes, exits,
            troubles);
    }

    private boolean goesOn() {
        return troubles.isEmpty() && stopped.getCount() > 0;
    }

    private void wearOut(final Path directory) throws IOException, InterruptedException {
        final int port = Torture.freePort();
        final int rounds = 1 + random.nextInt(CUTS_PER_DISK_MAX);
        try (CutDisk disk = CutDisk.format(directory, DISK_BYTES);
            Load load = new Load(launcher, directory, port, plan.seed() + disks)) {
            disk.mount(mountOptions());
            Checks checks = null;
            for (int round = 0; round < rounds && cuts < plan.cuts() && goesOn(); round++) {
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
        try (Pipeline first = pipeline(data, directory, port)) {
            startAndAwait(first, data);
            if (random.nextDouble() < FLOOD) {
                load.start(50, 50, 120, RUN_SECONDS);
            } else {
                load.start(1, 1, 20, RUN_SECONDS); // one message at a time: groups of one
            }
            while (goesOn() && !load.hasAcks()) {
                stopped.await(10 * TICK_MS, TimeUnit.MILLISECONDS);
            }
            pause(3);
            cut(disk, first, data);
        }
        while (goesOn() && random.nextDouble() < IN_RECOVERY) {
            try (Pipeline again = pipeline(data, directory, port)) {
                again.start();
                pause(3);
                cut(disk, again, data);
                cutsInRecovery++;
            }
        }
        try (Pipeline last = pipeline(data, directory, port)) {
            startAndAwait(last, data);
            while (goesOn() && !load.hasEnded()) {
                last.keepUp();
                stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
            if (goesOn() && !Drain.await(data, inspection, LIMIT_S, stopped) && stopped.getCount() > 0) {
                troubles.add("not drained within " + LIMIT_S + " s");
            }
            load.close();
            final int code = last.stop();
            troubles.addAll(last.unexpected());
            if (code != 0) {
                troubles.add("up ended with " + code);
            }
        }
        final Checks checks = Checks.of(data, load.acked(), inspection);
        System.err.println("borelog crashlab: %d cuts, %d messages acked on disk %d, %d lost".formatted(
            cuts, checks.acked(), disks, checks.ackedLost()));
        if (!checks.hold() && stopped.getCount() > 0) { // one that was stopped has not drained
            troubles.addAll(checks.lines());
            troubles.add("kept: " + directory);
        }
        return checks;
    }

    private Pipeline pipeline(final Path data, final Path directory, final int port) {
        final List<String> arguments = new ArrayList<>(plan.settings());
        for (final String setting : SETTINGS) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(List.of("--set", "mqtt.port=" + port));
        return new Pipeline(launcher, data, arguments, directory.resolve("up.log"));
    }

    private void startAndAwait(final Pipeline pipeline, final Path data) throws IOException, InterruptedException {
        try (StageWatch watch = new StageWatch(data, plan.processes(), null)) {
            watch.allDown(null, System.nanoTime());
            pipeline.start();
            while (goesOn() && !watch.allReady()) {
                pipeline.keepUp();
                watch.poll(System.nanoTime());
                final String down = watch.downFor(LIMIT_S, System.nanoTime());
                if (!down.isEmpty()) {
                    troubles.add("not ready within " + LIMIT_S + " s: " + down);
                }
                stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
        }
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
        reboot(data.resolve("stages"));
        cuts++;
    }

    /** The machine has not been started again, so the stage files must be made to look as if it had. */
    private void reboot(final Path stages) throws IOException {
        if (!Files.isDirectory(stages)) {
            return;
        }
        if (random.nextBoolean()) {
            delete(stages);
            return;
        }
        try (Stream<Path> files = Files.list(stages)) {
            for (final Path file : files.filter(one -> one.toString().endsWith(".stage")).toList()) {
                try (RandomAccessFile stage = new RandomAccessFile(file.toFile(), "rw")) {
                    stage.seek(8); // the boot id, drawn above StageFile
                    stage.writeLong(random.nextLong());
                    stage.writeLong(random.nextLong());
                }
            }
        }
    }

    private String mountOptions() {
        return MOUNTS[random.nextInt(MOUNTS.length)];
    }

    private void pause(final double maxSeconds) throws InterruptedException {
        stopped.await((long) (random.nextDouble() * maxSeconds * 1e6), TimeUnit.MICROSECONDS);
    }

    private static void delete(final Path directory) throws IOException {
        final List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
