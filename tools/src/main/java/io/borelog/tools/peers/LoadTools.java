package io.borelog.tools.peers;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two programs that somebody else wrote and built: the load generator, and the server that is the floor.
 *
 * @param mqload  publishes and subscribes, and says what it saw as JSON
 * @param mqfloor answers PUBACK, and before it writes and forces, or not
 */
public record LoadTools(Path mqload, Path mqfloor) {
    /** @throws StageException USAGE where the folder does not have both */
    public static LoadTools in(final Path folder) {
        return new LoadTools(program(folder, "mqload"), program(folder, "mqfloor"));
    }

    private static Path program(final Path folder, final String name) {
        final Path program = folder.resolve(name).toAbsolutePath();
        if (!Files.isRegularFile(program)) {
            throw new StageException(ExitCode.USAGE,
                "--tools must be the folder with mqload and mqfloor, built for this machine: there is no " + program);
        }
        if (!Files.isExecutable(program)) {
            throw new StageException(ExitCode.USAGE,
                "--tools must be the folder with mqload and mqfloor: " + program + " is not executable");
        }
        return program;
    }
}
