package io.borelog.tools.torture;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** What a JVM leaves where it dies of a signal of its own: as SIGBUS is, for a write to a page for which there is no block. */
final class CrashFiles {
    private static final String STANDARD = "hs_err_pid%p.log";

    private final Path directory;
    private final String pattern;
    private final Set<Path> before;

    /** From now on; children are started with our own flags. */
    CrashFiles() throws IOException {
        final String option =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("ErrorFile").getValue();
        final Path file = Path.of(option.isEmpty() ? STANDARD : option).toAbsolutePath();
        directory = file.getParent();
        pattern = file.getFileName().toString().replace("%p", "*");
        before = list();
    }

    /** @return those that have come meanwhile */
    Set<Path> newOnes() throws IOException {
        final Set<Path> now = list();
        now.removeAll(before);
        return now;
    }

    private Set<Path> list() throws IOException {
        final Set<Path> files = new HashSet<>();
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(directory, pattern)) {
            matching.forEach(files::add);
        }
        return files;
    }
}
