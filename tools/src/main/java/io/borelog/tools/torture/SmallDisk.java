package io.borelog.tools.torture;

import io.borelog.tools.guest.HostPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of our own, mounted for a while and unmounted at the end. Needs root on Linux. Used on the laboratories' thread. */
class SmallDisk implements AutoCloseable {
    private static final long UNMOUNT_LIMIT_S = 30;

    private final Path mountPoint;
    private boolean mounted;

    /** @param mountPoint an empty directory */
    SmallDisk(final Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    /** In memory, mounted. */
    static SmallDisk tmpfs(final Path directory, final long bytes) throws IOException, InterruptedException {
        final SmallDisk disk = new SmallDisk(Files.createDirectories(directory.resolve("disk")));
        disk.mount("-t", "tmpfs", "-o", "size=" + bytes, "tmpfs");
        return disk;
    }

    /** @param arguments of mount, all but the place */
    final void mount(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        command.add(mountPoint.toString());
        run(command.toArray(String[]::new));
        mounted = true;
    }

    final Path mountPoint() {
        return mountPoint;
    }

    /** Waits for whoever still has a file of it mapped, such as a reader that was not collected yet. */
    final void unmount() throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(UNMOUNT_LIMIT_S);
        while (mounted) {
            System.gc();
            try {
                run("umount", mountPoint.toString());
                mounted = false;
            } catch (final IOException ex) {
                if (System.nanoTime() > deadlineNs) {
                    throw ex;
                }
                Thread.sleep(100);
            }
        }
    }

    static void run(final String... command) throws IOException, InterruptedException {
        HostPrograms.run(new ProcessBuilder(command), 0);
    }

    @Override
    public final void close() throws IOException {
        try {
            unmount();
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
