package io.borelog.journal.log;

import net.openhft.posix.PosixAPI;

/**
 * Chronicle's bridge to the C library. It compiles classes when it is loaded, a quarter of the processor time of a start, and a queue needs
 * nothing of it but an msync in whose place we force through a descriptor of our own.
 */
final class NativeCalls {
    private NativeCalls() {
    }

    /** To be called before anything of Chronicle is loaded, and not where a Chronicle Map allocates a file. */
    static void leaveOut() {
        System.setProperty("mappedFile.defaultSyncMode", "NONE"); // any other mode calls msync, which would throw
        PosixAPI.useNoOpPosixApi();
    }
}
