package io.borelog.journal.log;

import com.sun.jna.Native;
import net.openhft.posix.internal.PosixAPIHolder;
import net.openhft.posix.internal.noop.NoOpPosixAPI;

/**
 * In the place of Chronicle's bridge to the C library, which compiles classes when it is loaded: a quarter of the processor time of a
 * start. A queue needs nothing of it but an msync, for which we force through a descriptor of our own; a Chronicle Map allocates its file
 * with it.
 */
final class NativeCalls extends NoOpPosixAPI {
    /** Loaded, and bound, with the first call. */
    private static final class LibC {
        static {
            Native.register(LibC.class, "c");
        }

        /** @return 0 or the error's number */
        static native int posix_fallocate(int descriptor, long offset, long length);
    }

    private NativeCalls() {
        super("left out");
    }

    /** To be called before anything of Chronicle is loaded. */
    static void replace() {
        System.setProperty("mappedFile.defaultSyncMode", "NONE"); // any other mode calls msync, which would throw
        PosixAPIHolder.POSIX_API = new NativeCalls();
    }

    @Override
    public int fallocate(final int descriptor, final int mode, final long offset, final long length) {
        return mode == 0 ? LibC.posix_fallocate(descriptor, offset, length) : super.fallocate(descriptor, mode, offset, length);
    }
}
