package io.borelog.tools.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldSayInOneLineWhatToInstallWhereNothingIsThere() throws IOException {
        final StageException ex = assertThrows(StageException.class, new FakeHost(directory)::find);
        assertEquals(ExitCode.USAGE, ex.exitCode());
        assertEquals("a guest needs qemu-system-x86_64, nbdkit, busybox, mke2fs, e2fsck, debugfs, ldd, a readable vmlinuz in "
            + directory.resolve("boot") + " with its modules (or --kernel DIR, where its package was unpacked)"
            + ": apt-get install qemu-system-x86 nbdkit busybox-static e2fsprogs libc-bin linux-image-amd64", ex.getMessage());
    }

    @Test
    void shouldNameOnlyWhatIsMissing() throws IOException {
        final FakeHost host = new FakeHost(directory).withKernel("lib/modules").withPrograms(HostProgram.BUSYBOX, HostProgram.MKE2FS,
            HostProgram.E2FSCK, HostProgram.DEBUGFS, HostProgram.LDD, HostProgram.NBDKIT);
        assertEquals("a guest needs qemu-system-x86_64: apt-get install qemu-system-x86",
            assertThrows(StageException.class, host::find).getMessage());
    }

    @Test
    void shouldNotTakeAFileThatCannotBeRunForAProgram() throws IOException {
        final FakeHost host = new FakeHost(directory).withKernel("lib/modules").withPrograms(HostProgram.values());
        host.find();
        assertTrue(directory.resolve("bin/nbdkit").toFile().setExecutable(false));
        assertEquals("a guest needs nbdkit: apt-get install nbdkit", assertThrows(StageException.class, host::find).getMessage());
    }

    @Test
    void shouldFindTheKernelWhereEitherLayoutHasItsModules() throws IOException {
        for (final String layout : new String[] {"lib/modules", "usr/lib/modules"}) {
            final Path root = directory.resolve(layout.replace('/', '-'));
            final Kernel kernel =
                new FakeHost(root).withKernel(layout).withPrograms(HostProgram.values()).find().kernel();
            assertEquals(root.resolve("boot/vmlinuz-" + FakeHost.VERSION), kernel.image());
            assertEquals(root.resolve(layout).resolve(FakeHost.VERSION), kernel.modules());
        }
    }

    @Test
    void shouldNotTakeAKernelWithoutModules() throws IOException {
        Files.createDirectories(directory.resolve("boot"));
        Files.writeString(directory.resolve("boot/vmlinuz-1"), "kernel");
        assertFalse(Kernel.find(directory).isPresent());
    }
}
