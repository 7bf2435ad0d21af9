package io.borelog.correlate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolMapTest {
    private static final int TOOLS = 25_000;

    @TempDir
    private Path directory;

    private static byte[] key(final int tool) {
        return ("box/" + tool).getBytes(UTF_8);
    }

    @Test
    void shouldGrowWithTheToolsOfAReplayAndLeaveNoFile() throws IOException {
        final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
        try (ToolMap tools = ToolMap.growing(directory)) {
            for (int tool = 0; tool < TOOLS; tool++) {
                assertFalse(tools.get(key(tool), state));
                state.lastHead("head-" + tool, tool + 1);
                tools.put(key(tool), state);
            }
            assertEquals(TOOLS, tools.size());
            for (int tool = 0; tool < TOOLS; tool++) {
                assertTrue(tools.get(key(tool), state));
                assertEquals("head-" + tool, state.lastHeadId());
            }
            assertEquals(1, files(), "one map at a time");
        }
        assertEquals(0, files());
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
