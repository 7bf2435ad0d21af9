package io.borelog.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What one process has taken of the machine, by what the kernel says.
 *
 * @param cpuNs        user and system
 * @param writtenBytes towards the device, also of pages that are written through mappings; -1 where the kernel does not say
 * @param peakBytes    largest resident set since its start; -1 likewise
 */
record ProcessUse(String name, long pid, long cpuNs, long writtenBytes, long peakBytes) {
    private static final int KIB = 1 << 10;

    static ProcessUse of(final String name, final long pid) {
        final long cpuNs = ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO).toNanos();
        final long peakKib = field(pid, "status", "VmHWM:");
        return new ProcessUse(name, pid, cpuNs, field(pid, "io", "write_bytes:"), peakKib < 0 ? -1 : peakKib * KIB);
    }

    private static long field(final long pid, final String file, final String name) {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), file))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.substring(name.length()).trim().split("\\s")[0]);
                }
            }
        } catch (final IOException ex) {
            // gone, or no Linux
        }
        return -1;
    }

    /** What it took since then; the peak is that of its whole life. A process that was started again in between has only its own. */
    ProcessUse since(final ProcessUse before) {
        if (before.pid != pid) {
            return this;
        }
        return new ProcessUse(name, pid, cpuNs - before.cpuNs, writtenBytes < 0 ? -1 : writtenBytes - before.writtenBytes, peakBytes);
    }
}
