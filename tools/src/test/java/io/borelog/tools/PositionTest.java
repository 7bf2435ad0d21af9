package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final long NOW_NS = 1_763_633_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "start, START, 0",
        "end, END, 0",
        "0, INDEX, 0",
        "4294967296, INDEX, 4294967296",
        "0x100000000, INDEX, 4294967296",
        "0XFF, INDEX, 255",
        "1970-01-01T00:00:01Z, TIME, 1000000000",
        "1970-01-01T00:00:01.000000005Z, TIME, 1000000005",
        "1970-01-01T01:00:01+01:00, TIME, 1000000000",
        "-5m, TIME, 1763632700000000000",
        "-250ms, TIME, 1763632999750000000",
    })
    void shouldUnderstandEveryForm(final String text, final Position.Kind kind, final long value) {
        assertEquals(new Position(kind, value), Position.parse(text, NOW_NS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "begin", "5m", "-5", "-m", "0x", "0xg", "99999999999999999999", "2026-11-20", "9999-12-31T23:59:59Z", "--1s"})
    void shouldRefuseEverythingElseWithTheFormsItKnows(final String text) {
        final StageException ex = assertThrows(StageException.class, () -> Position.parse(text, NOW_NS));

        assertEquals(ExitCode.USAGE, ex.exitCode());
        assertTrue(ex.getMessage().contains("an age such as -5m"), ex.getMessage());
    }

    @Test
    void shouldPrintWallTimeSoThatItParsesBack() {
        final long ns = 1_763_633_000_000_000_120L;

        assertEquals("2025-11-20T10:03:20.000000120Z", WallTime.text(ns));
        assertEquals(ns, Position.parse(WallTime.text(ns), NOW_NS).value());
    }
}
