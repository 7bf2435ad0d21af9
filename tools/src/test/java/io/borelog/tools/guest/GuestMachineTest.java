package io.borelog.tools.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestMachineTest {
    private static final Boot BOOT = new Boot("ingest", "commit=1,nodelalloc", false, 300);

    @TempDir
    private Path directory;
    private GuestMachine machine;

    @BeforeEach
    void find() throws IOException {
        final HostPrograms programs = new FakeHost(directory).withKernel("lib/modules").withPrograms(HostProgram.values()).find();
        machine = new GuestMachine(programs, Path.of("/w/initramfs.cpio"), Path.of("/w/program.img"), "tcg");
    }

    @Test
    void shouldLeadInFromLoopbackAloneAndNothingOut() {
        final List<String> command = machine.qemu("/w/disk.img", BOOT, 12_345);
        assertEquals("user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:12345-10.0.2.15:1883", after(command, "-netdev"));
        assertTrue(command.containsAll(List.of("-nodefaults", "-no-reboot", "none")), command::toString);
    }

    @Test
    void shouldHonourTheGuestsFlushesAndShareTheProgramReadOnly() {
        final List<String> command = machine.qemu("/w/disk.img", BOOT, 1);
        assertTrue(command.contains("file=/w/disk.img,format=raw,if=virtio,index=1,cache=writeback"), command::toString);
        assertTrue(command.contains("file=/w/program.img,format=raw,if=virtio,index=0,readonly=on"), command::toString);
    }

    @Test
    void shouldTellTheFirstProcessWhatToRunOnWhat() {
        assertEquals("console=ttyS0 quiet panic=-1 GUEST_RUN=ingest GUEST_MOUNT=commit=1,nodelalloc GUEST_LIFE=300",
            after(machine.qemu("/w/disk.img", BOOT, 1), "-append"));
    }

    @Test
    void shouldEscapeCommasInPaths() {
        assertTrue(machine.qemu("/w/a,b.img", BOOT, 1).contains("file=/w/a,,b.img,format=raw,if=virtio,index=1,cache=writeback"));
    }

    private static String after(final List<String> command, final String option) {
        return command.get(command.indexOf(option) + 1);
    }
}
