package io.borelog.tools.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of disks that were written without a guest, by mke2fs and debugfs; skipped where e2fsprogs is not installed. */
class DataDiskTest {
    private static final int DISK_MB = 16;

    @TempDir
    private Path directory;
    private HostPrograms programs;

    @BeforeEach
    void find() throws IOException {
        programs = new FakeHost(directory.resolve("host")).withKernel("lib/modules").withPrograms(HostProgram.values()).findReal();
        Assumptions.assumeFalse(programs.path(HostProgram.DEBUGFS).startsWith(directory)
            || programs.path(HostProgram.MKE2FS).startsWith(directory) || programs.path(HostProgram.E2FSCK).startsWith(directory),
            "e2fsprogs is not installed");
    }

    @Test
    void shouldReadWhatTheDiskHoldsAndLeaveTheDiskAlone() throws Exception {
        final DataDisk disk = DataDisk.format(programs, directory, DISK_MB);
        final byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        final Path file = Files.write(directory.resolve("19700102F.cq4"), content);
        debugfs(disk, "mkdir /data");
        debugfs(disk, "mkdir /data/inbound");
        debugfs(disk, "write " + file + " /data/inbound/19700102F.cq4");
        final byte[] before = Files.readAllBytes(disk.image());
        final Path data = disk.extract(Files.createDirectories(directory.resolve("back")));
        assertArrayEquals(content, Files.readAllBytes(data.resolve("inbound/19700102F.cq4")));
        assertArrayEquals(before, Files.readAllBytes(disk.image()));
    }

    @Test
    void shouldSayWhereTheDiskHasNoDataDirectory() throws Exception {
        final DataDisk disk = DataDisk.format(programs, directory, DISK_MB);
        final Path work = Files.createDirectories(directory.resolve("back"));
        final IOException ex = assertThrows(IOException.class, () -> disk.extract(work));
        assertEquals("no data directory on the disk", ex.getMessage().substring(0, 29));
    }

    @Test
    void shouldNotReadAFileSystemThatItsJournalDoesNotMend() throws Exception {
        final DataDisk disk = DataDisk.format(programs, directory, DISK_MB);
        debugfs(disk, "clri <2>"); // the root directory's inode
        final Path work = Files.createDirectories(directory.resolve("back"));
        assertThrows(IOException.class, () -> disk.extract(work));
    }

    private void debugfs(final DataDisk disk, final String request) throws Exception {
        programs.run(HostProgram.DEBUGFS, "-w", "-R", request, disk.image().toString());
    }
}
