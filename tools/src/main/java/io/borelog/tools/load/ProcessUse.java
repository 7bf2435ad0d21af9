package io.borelog.tools.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What one process has taken of the machine, by what the kernel says.
 *
 * @param cpuNs        user and system
 * @param writtenBytes towards the device, also of pages that are written through mappings; -1 where the kernel does not say
 * @param peakBytes    largest resident set since its start; -1 likewise
 * @param ownBytes     resident and its own, no page of a file; -1 likewise
 * @param openFiles    file descriptors; -1 likewise
 */
public record ProcessUse(String name, long pid, long cpuNs, long writtenBytes, long peakBytes, long ownBytes, long openFiles) {
    private static final int KIB = 1 << 10;

    static ProcessUse of(final String name, final long pid) {
        final long cpuNs = ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO).toNanos();
        return new ProcessUse(name, pid, cpuNs, field(pid, "io", "write_bytes:"), bytes(pid, "VmHWM:"), bytes(pid, "RssAnon:"),
            openFiles(pid));
    }

    private static long bytes(final long pid, final String name) {
        final long kib = field(pid, "status", name);
        return kib < 0 ? -1 : kib * KIB;
    }

    private static long openFiles(final long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.count();
        } catch (final IOException ex) {
            return -1; // gone, or no Linux
        }
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

    /** What it took since then; what it has is what it has now. A process that was started again in between has only its own. */
    ProcessUse since(final ProcessUse before) {
        if (before.pid != pid) {
            return this;
        }
        return new ProcessUse(name, pid, cpuNs - before.cpuNs, writtenBytes < 0 ? -1 : writtenBytes - before.writtenBytes, peakBytes,
            ownBytes, openFiles);
    }
}
