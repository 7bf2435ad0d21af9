package io.borelog.journal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DecidingConfigTest {
    @Test
    void shouldKeepAControlChangeOverARestartUntilTheFileChanges() {
        final DecidingConfig opened = DecidingConfig.parse(null).withFile(Map.of("infer.workers", "1"));
        final DecidingConfig scaled = opened.with("infer.workers", "3");
        assertEquals("3", scaled.get("infer.workers"));
        final DecidingConfig restarted = DecidingConfig.parse(scaled.text()).withFile(Map.of("infer.workers", "1"));
        assertEquals("3", restarted.get("infer.workers"));
        assertEquals("2", restarted.withFile(Map.of("infer.workers", "2")).get("infer.workers"));
    }

    @Test
    void shouldTakeNewKeysAndForgetRemovedOnes() {
        final DecidingConfig config = DecidingConfig.parse("old=1\t1\n").withFile(Map.of("new", "2"));
        assertEquals("new=2\t2\n", config.text());
    }
}
