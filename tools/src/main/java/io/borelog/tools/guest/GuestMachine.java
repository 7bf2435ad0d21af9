package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all boots of a guest share: the kernel, the first file system, the program.
 *
 * @param accelerator of QEMU: {@code tcg} computes every instruction, {@code kvm} needs a host that has it
 */
public record GuestMachine(HostPrograms programs, Path initramfs, Path program, String accelerator) {
    /** Where the data disk is mounted in the guest, as the program there sees it, and the data directory on it. */
    public static final String DATA = "/guest/disk/data";
    /** Of the guest, where the endpoint must listen to be reached from the host. */
    public static final String ADDRESS = "10.0.2.15";
    public static final int PORT = 1883;

    private static final int MEMORY_MB = 2048;
    private static final int CPUS = 2;
    /** Compiling well costs more than it gives where each instruction is computed, and the guest does not live long. */
    private static final List<String> JAVA_OPTIONS = List.of("-Djava.io.tmpdir=/guest/tmp", "-XX:TieredStopAtLevel=1");

    /** Builds both images; takes a few seconds. @param commands what a boot can run, by name: java and its arguments */
    public static GuestMachine build(
        final HostPrograms programs, final Map<String, List<String>> commands, final String accelerator, final Path work)
        throws IOException, InterruptedException {
        Files.createDirectories(work);
        final Map<String, List<String>> inGuest = new LinkedHashMap<>();
        commands.forEach((name, command) -> inGuest.put(name, withOptions(command)));
        return new GuestMachine(
            programs, Initramfs.build(programs, work), ProgramImage.build(programs, inGuest, work), accelerator);
    }

    /** Right before the class path: the last of two contrary options counts. */
    static List<String> withOptions(final List<String> command) {
        final List<String> all = new ArrayList<>(command);
        all.addAll(command.indexOf("-cp"), JAVA_OPTIONS);
        return all;
    }

    /**
     * @param drive what the data disk is to QEMU
     * @param port  of the host's loopback that leads to the endpoint; nothing else leads in, and nothing out
     */
    List<String> qemu(final String drive, final Boot boot, final int port) {
        return programs.command(HostProgram.QEMU, "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-machine", "q35,accel=" + accelerator, "-cpu", "max", "-smp", Integer.toString(CPUS), "-m", Integer.toString(MEMORY_MB),
            "-serial", "stdio", "-kernel", programs.kernel().image().toString(), "-initrd", initramfs.toString(),
            "-append", "console=ttyS0 quiet panic=-1 " + boot.kernelArguments(),
            "-drive", "file=" + escaped(program.toString()) + ",format=raw,if=virtio,index=0,readonly=on",
            "-drive", "file=" + escaped(drive) + ",format=raw,if=virtio,index=1,cache=writeback",
            "-netdev", "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:" + port + "-" + ADDRESS + ":" + PORT,
            "-device", "virtio-net-pci,netdev=net,romfile=");
    }

    private static String escaped(final String value) {
        return value.replace(",", ",,");
    }
}
