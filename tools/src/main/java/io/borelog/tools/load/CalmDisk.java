package io.borelog.tools.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The files of one load are removed before the next begins, and some devices are busy with that for seconds: a force then takes half a
 * second, with which the next load would be charged. So it waits until forces of a small file have been quick for a while. The command's
 * thread.
 */
public final class CalmDisk {
    private static final long QUICK_NS = TimeUnit.MILLISECONDS.toNanos(15);
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(1);
    /** A disk that is never that quick is not waited for. */
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long BETWEEN_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int BYTES = 4096;

    private CalmDisk() {
    }

    /** @param directory on the disk in question */
    public static void await(final Path directory) throws IOException {
        final Path file = Files.createTempFile(directory, "calm", null);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
            final long beganNs = System.nanoTime();
            long calmSinceNs = beganNs;
            long nowNs = beganNs;
            while (nowNs - calmSinceNs < CALM_NS && nowNs - beganNs < MOST_NS) {
                channel.write(bytes.clear());
                final long startNs = System.nanoTime();
                channel.force(false);
                nowNs = System.nanoTime();
                calmSinceNs = nowNs - startNs > QUICK_NS ? nowNs : calmSinceNs;
                LockSupport.parkNanos(BETWEEN_NS);
            }
        } finally {
            Files.delete(file);
        }
    }
}
