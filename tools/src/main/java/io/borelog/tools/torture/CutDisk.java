package io.borelog.tools.torture;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An ext4 file system in an image on a loop device, of which the power can be cut: the kernel's shutdown call stops every write to the
 * image at once, in the midst of whatever is under way, without flushing the file system's journal. What was never written out is gone;
 * what was forced is there, because the force waited for the image. Forces that come later fail with EIO. Needs root on Linux.
 *
 * <p>What it does not do: lose writes that the device was given and had not flushed.
 */
final class CutDisk extends SmallDisk {
    private static final int SHUTDOWN = 0x8004587D; // _IOR('X', 125, __u32)
    private static final int WITHOUT_FLUSHING_THE_LOG = 2;

    private final Path image;

    /** The three calls that the JDK has no word for. */
    private interface LibC extends Library {
        int open(String path, int flags) throws LastErrorException;

        int ioctl(int descriptor, NativeLong request, IntByReference argument) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    private CutDisk(final Path image, final Path mountPoint) {
        super(mountPoint);
        this.image = image;
    }

    /** A new one of this size, not mounted; the image is sparse. @param options of mkfs */
    static CutDisk format(final Path directory, final long bytes, final String... options) throws IOException, InterruptedException {
        final CutDisk disk = new CutDisk(directory.resolve("disk.img"), Files.createDirectories(directory.resolve("disk")));
        try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        final List<String> command = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
        command.addAll(List.of(options));
        command.add(disk.image.toString());
        run(command.toArray(String[]::new));
        return disk;
    }

    /** @param options of mount, such as {@code commit=1} */
    void mount(final String options) throws IOException, InterruptedException {
        mount("-t", "ext4", "-o", "loop," + options, image.toString());
    }

    /** From now on nothing reaches the image, and what the file system had not written is lost. */
    void cut() {
        final LibC libc = Native.load("c", LibC.class);
        final int descriptor = libc.open(mountPoint().toString(), 0);
        libc.ioctl(descriptor, new NativeLong(SHUTDOWN & 0xFFFF_FFFFL), new IntByReference(WITHOUT_FLUSHING_THE_LOG));
        libc.close(descriptor);
    }

    /** Keeps what the image holds just now, for whoever looks into a failure; not while it is mounted. */
    void keepCopy() throws IOException, InterruptedException {
        final Path copy = image.resolveSibling("disk.after-cut.img");
        run("cp", "--sparse=always", image.toString(), copy + ".new");
        Files.move(Path.of(copy + ".new"), copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
