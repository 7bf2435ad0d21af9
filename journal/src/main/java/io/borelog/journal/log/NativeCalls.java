package io.borelog.journal.log;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.channels.FileChannel;
import net.openhft.chronicle.core.Jvm;
import net.openhft.posix.internal.PosixAPIHolder;
import net.openhft.posix.internal.noop.NoOpPosixAPI;

/**
 * In the place of Chronicle's bridge to the C library, which compiles classes when it is loaded: a quarter of the processor time of a
 * start. A queue needs nothing of it but an msync, for which we force through a descriptor of our own; a Chronicle Map allocates its file
 * with it, and we the space ahead of an appender.
 */
final class NativeCalls extends NoOpPosixAPI {
    private static final int NO_SPACE = 28;
    private static final int WILL_NEED = 3;

    /** Loaded, and bound, with the first call. */
    private static final class LibC {
        static {
            Native.register(LibC.class, "c");
        }

        /** @return 0 or the error's number */
        static native int posix_fallocate(int descriptor, long offset, long length);

        /** @return 0 or the error's number */
        static native int posix_fadvise(int descriptor, long offset, long length, int advice);

        /** As {@code futex} takes its arguments. @return -1 where it fails */
        static native long syscall(long number, long word, long operation, long value, long timeout, long unused, long bits);
    }

    private NativeCalls() {
        super("left out");
    }

    /** To be called before anything of Chronicle is loaded. */
    static void replace() {
        System.setProperty("mappedFile.defaultSyncMode", "NONE"); // any other mode calls msync, which would throw
        PosixAPIHolder.POSIX_API = new NativeCalls();
    }

    /**
     * Takes room for this stretch of a file, from whatever else may want it; what is read of it is zeros, what was written before stays.
     *
     * @throws IOException where there is none; a part of it may have been taken
     */
    static void allocate(final int descriptor, final long position, final long length) throws IOException {
        final int error = LibC.posix_fallocate(descriptor, position, length);
        if (error != 0) {
            throw new IOException(error == NO_SPACE ? "no space left on device" : "posix_fallocate fails with error " + error);
        }
    }

    /**
     * Has the kernel put pages of zeros into its cache for a stretch that was allocated and not written: a write then finds memory there
     * and need not wait for some. Advice, which it may take or not.
     */
    static void touch(final int descriptor, final long position, final long length) {
        LibC.posix_fadvise(descriptor, position, length, WILL_NEED);
    }

    static long futex(final long number, final long word, final int operation, final int value, final long timeout, final int bits) {
        return LibC.syscall(number, word, operation, value, timeout, 0, bits);
    }

    /** Good for as long as the channel is open. */
    static int descriptor(final FileChannel file) {
        return Jvm.<Integer>getValue(Jvm.getValue(file, "fd"), "fd");
    }

    @Override
    public int fallocate(final int descriptor, final int mode, final long offset, final long length) {
        return mode == 0 ? LibC.posix_fallocate(descriptor, offset, length) : super.fallocate(descriptor, mode, offset, length);
    }
}
