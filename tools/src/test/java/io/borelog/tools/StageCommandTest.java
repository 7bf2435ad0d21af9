package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.journal.stage.StageName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StageCommandTest {
    private static int worker(final String... arguments) {
        final StageCommand command = StageCommand.of(StageName.INFER);
        new CommandLine(command).parseArgs(arguments);
        return command.worker;
    }

    @Test
    void shouldTellWorkersAndTheShadowApart() {
        assertEquals(0, worker());
        assertEquals(3, worker("--worker", "3"));
        assertEquals(StageName.SHADOW, worker("--shadow"));
        assertEquals(StageName.SHADOW, worker("--stop-with-stdin", "--shadow"));
    }
}
