package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk that outlives the cuts of its guests: ext4 in an image. Read on the host from a copy, and without mounting, so by anybody. */
public final class DataDisk {
    private static final String DATA = "data";
    private static final int REPAIRED = 1;

    private final HostPrograms programs;
    private final Path image;

    private DataDisk(final HostPrograms programs, final Path image) {
        this.programs = programs;
        this.image = image;
    }

    /** A new one; the image is sparse. */
    public static DataDisk format(final HostPrograms programs, final Path directory, final int megabytes)
        throws IOException, InterruptedException {
        final DataDisk disk = new DataDisk(programs, directory.resolve("disk.img"));
        programs.run(HostProgram.MKE2FS, "-q", "-t", "ext4", disk.image.toString(), megabytes + "M");
        return disk;
    }

    Path image() {
        return image;
    }

    /**
     * The data directory as a start after the last cut finds it: from a copy, on which the file system's own journal is replayed. Not
     * while a guest runs.
     *
     * @param work holds the copy {@code after-cut.img} and the directory afterwards
     * @throws IOException also where the file system is broken beyond what its journal mends
     */
    public Path extract(final Path work) throws IOException, InterruptedException {
        final Path copy = work.resolve("after-cut.img");
        HostPrograms.run(new ProcessBuilder("cp", "--sparse=always", image.toString(), copy.toString()), 0);
        HostPrograms.run(new ProcessBuilder(programs.command(HostProgram.E2FSCK, "-p", copy.toString())), REPAIRED);
        final Path data = work.resolve(DATA);
        final String said = HostPrograms.run(new ProcessBuilder(programs.command(
            HostProgram.DEBUGFS, "-R", "rdump /" + DATA + " .", copy.getFileName().toString())).directory(work.toFile()), 0);
        if (!Files.isDirectory(data)) { // debugfs ends with 0 whatever happens
            throw new IOException("no data directory on the disk: " + said);
        }
        return data;
    }
}
