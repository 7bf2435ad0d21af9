package io.borelog.tools;

import io.borelog.tools.torture.Inspection;
import java.nio.file.Path;
import java.util.List;

/** Audit and verify, as the torture asks them. */
final class JournalInspection implements Inspection {
    @Override
    public Sum audit(final Path data) {
        final Audit audit = Audit.take(new DataDirectory(data), false, ex -> { }); // verify tells what is corrupt
        return new Sum(
            audit.accepted(), audit.pending(), audit.unaccounted(), audit.matched(), audit.estimated(), audit.delivered());
    }

    @Override
    public List<String> verify(final Path data) {
        final DataDirectory directory = new DataDirectory(data);
        return directory.journals().stream().map(journal -> Verification.of(directory, journal))
            .flatMap(one -> one.problems().stream()
                .map(problem -> "verify: " + one.journal() + " index 0x" + Long.toHexString(problem.index()) + ": " + problem.reason()))
            .toList();
    }
}
