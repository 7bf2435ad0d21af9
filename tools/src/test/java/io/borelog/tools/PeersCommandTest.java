package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersCommandTest {
    @TempDir
    private Path directory;

    @Test
    void shouldEndWithTwoAndOneLineWhereTheToolsAreMissing() {
        refused("borelog: Missing required option: '--tools=DIR'");
        refused("borelog peers: --tools must be the folder with mqload and mqfloor, built for this machine: there is no "
            + directory.resolve("mqload"), "--tools", directory.toString());
        refused("borelog peers: --repeat must be 1 to 100, --seconds 1 to 600", "--tools", directory.toString(), "--repeat", "0");
    }

    private static void refused(final String sentence, final String... arguments) {
        final String[] all = new String[arguments.length + 1];
        all[0] = "peers";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        final CommandRun run = CommandRun.of(all);
        assertEquals(2, run.code(), run.stderr());
        assertEquals("", run.stdout());
        assertEquals(sentence, run.stderr().strip());
    }
}
