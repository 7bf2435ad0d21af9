package io.borelog.infer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeOptionsTest {
    private static RuntimeOptions of(final String... settings) {
        return RuntimeOptions.of(Settings.load(null, List.of(settings)));
    }

    @Test
    void shouldRunHoleByHoleUnlessTold() {
        assertEquals(1, of("infer.batch=32").holesPerRun());
        assertEquals(32, of("infer.batch=32", "infer.bit-stable=false").holesPerRun());
        assertEquals(new RuntimeOptions(4, 8, false, true), of("infer.threads=4", "infer.bit-stable=false", "infer.provider=cuda"));
    }

    @Test
    void shouldRefuseWhatBitStableExcludes() {
        assertEquals("infer.threads must be 1 while infer.bit-stable is true: 2",
            assertThrows(ConfigurationException.class, () -> of("infer.threads=2")).getMessage());
        assertEquals("infer.provider must be cpu while infer.bit-stable is true: cuda",
            assertThrows(ConfigurationException.class, () -> of("infer.provider=cuda")).getMessage());
    }
}
