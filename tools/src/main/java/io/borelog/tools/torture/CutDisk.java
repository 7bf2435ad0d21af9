package io.borelog.tools.torture;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import io.borelog.tools.guest.HostPrograms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * An ext4 file system in an image on a loop device, of which the power can be cut: the kernel's shutdown call stops every write to the
 * image at once, in the midst of whatever is under way, without flushing the file system's journal. What was never written out is gone;
 * what was forced is there, because the force waited for the image. Forces that come later fail with EIO. Needs root on Linux.
 *
 * <p>What it does not do: lose writes that the device was given and had not flushed.
 */
final class CutDisk implements AutoCloseable {
    private static final int SHUTDOWN = 0x8004587D; // _IOR('X', 125, __u32)
    private static final int WITHOUT_FLUSHING_THE_LOG = 2;
    private static final long UNMOUNT_LIMIT_S = 30;

    private final Path image;
    private final Path mountPoint;
    private boolean mounted;

    /** The three calls that the JDK has no word for. */
    private interface LibC extends Library {
        int open(String path, int flags) throws LastErrorException;

        int ioctl(int descriptor, NativeLong request, IntByReference argument) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    private CutDisk(final Path image, final Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** A new one of this size, not mounted; the image is sparse. */
    static CutDisk format(final Path directory, final long bytes) throws IOException, InterruptedException {
        final CutDisk disk = new CutDisk(directory.resolve("disk.img"), directory.resolve("disk"));
        Files.createDirectories(disk.mountPoint);
        try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        run("mkfs.ext4", "-q", "-F", disk.image.toString());
        return disk;
    }

    /** @param options of mount, such as {@code commit=1} */
    void mount(final String options) throws IOException, InterruptedException {
        run("mount", "-t", "ext4", "-o", "loop," + options, image.toString(), mountPoint.toString());
        mounted = true;
    }

    Path mountPoint() {
        return mountPoint;
    }

    /** From now on nothing reaches the image, and what the file system had not written is lost. */
    void cut() {
        final LibC libc = Native.load("c", LibC.class);
        final int descriptor = libc.open(mountPoint.toString(), 0);
        libc.ioctl(descriptor, new NativeLong(SHUTDOWN & 0xFFFF_FFFFL), new IntByReference(WITHOUT_FLUSHING_THE_LOG));
        libc.close(descriptor);
    }

    /** Keeps what the image holds just now, for whoever looks into a failure; not while it is mounted. */
    void keepCopy() throws IOException, InterruptedException {
        final Path copy = image.resolveSibling("disk.after-cut.img");
        run("cp", "--sparse=always", image.toString(), copy + ".new");
        Files.move(Path.of(copy + ".new"), copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits for whoever still has a file of it mapped, such as a reader that was not collected yet. */
    void unmount() throws IOException, InterruptedException {
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

    private static void run(final String... command) throws IOException, InterruptedException {
        HostPrograms.run(new ProcessBuilder(command), 0);
    }

    @Override
    public void close() throws IOException {
        try {
            unmount();
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
