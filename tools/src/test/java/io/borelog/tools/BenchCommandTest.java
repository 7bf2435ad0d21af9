package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private static void shouldRefuse(final String sentence, final String... options) {
        final CommandRun run = CommandRun.of(Stream.concat(Stream.of("bench"), Arrays.stream(options)).toArray(String[]::new));
        assertEquals(2, run.code(), run.stderr());
        assertEquals("borelog bench: " + sentence + '\n', run.stderr());
    }

    @Test
    void shouldSayWhatDoesNotGoTogetherOrIsNoAxis() {
        shouldRefuse("--scale goes with none of --quick, --holes and --rates", "--scale", "--quick");
        shouldRefuse("--scale goes with none of --quick, --holes and --rates", "--scale", "--rates", "100");
        shouldRefuse("--axis needs --scale", "--axis", "tools");
        shouldRefuse("--axis: no axis width, there are: connections, tools, history, workers", "--scale", "--axis", "width=3");
        shouldRefuse("--axis: steps of workers must ascend, 1 to 1000000: 2,1", "--scale", "--axis", "workers=2,1");
        shouldRefuse("--axis: steps of history must be numbers: 1GB", "--scale", "--axis", "history=1GB");
    }
}
