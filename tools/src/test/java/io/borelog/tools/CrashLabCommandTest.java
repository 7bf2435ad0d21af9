package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashLabCommandTest {
    @TempDir
    private Path directory;

    @Test
    void shouldEndWithTwoAndOneLineWhereThereIsNothingToMakeAGuestWith() {
        final CommandRun run = CommandRun.of("crashlab", "--guest", "--kernel", directory.toString());
        assertEquals(2, run.code(), run.stderr());
        assertEquals("", run.stdout());
        assertEquals(1, run.stderr().lines().count(), run.stderr());
        assertTrue(run.stderr().startsWith("borelog crashlab: a guest "), run.stderr());
    }
}
