package io.borelog.tools.guest;

/** What a guest is made with, and the package of Debian and Ubuntu that has it. */
public enum HostProgram {
    QEMU("qemu-system-x86_64", "qemu-system-x86"),
    NBDKIT("nbdkit", "nbdkit"),
    BUSYBOX("busybox", "busybox-static"),
    MKE2FS("mke2fs", "e2fsprogs"),
    E2FSCK("e2fsck", "e2fsprogs"),
    DEBUGFS("debugfs", "e2fsprogs"),
    LDD("ldd", "libc-bin");

    private final String command;
    private final String debianPackage;

    HostProgram(final String command, final String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    String command() {
        return command;
    }

    String debianPackage() {
        return debianPackage;
    }
}
