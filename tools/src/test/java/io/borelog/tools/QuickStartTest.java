package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is plain is read as picocli reads it, what is not is left to picocli. */
class QuickStartTest {
    private final Borelog borelog = new Borelog(OutputStream.nullOutputStream());

    @Test
    void shouldReadTheOptionsOfAStage() {
        final String[] args = {"infer", "--data", "d", "--config", "c.yaml", "--set", "a=1", "--worker", "3", "--set", "b=2", "--json"};
        assertInstanceOf(StageCommand.class, QuickStart.of(args, borelog));
        assertEquals(Path.of("d"), borelog.data());
        assertTrue(borelog.json());
        assertEquals(List.of("--config", "c.yaml", "--set", "a=1", "--set", "b=2"), borelog.shared());
    }

    @Test
    void shouldKnowUpWithoutAnyOption() {
        assertInstanceOf(UpCommand.class, QuickStart.of(new String[] {"up"}, borelog));
        assertEquals(Path.of("borelog-data"), borelog.data());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "status", "--data d up", "up --help", "up --dta d", "up --data", "up --data --json", "up --data=d", "up --data a --data b",
        "up --worker 1", "ingest --worker 1", "infer --worker x", "infer --worker -1", "infer --worker 1 --worker 2", "up more"})
    void shouldLeaveWhatIsNotPlainToPicocli(final String line) {
        assertNull(QuickStart.of(line.isEmpty() ? new String[0] : line.split(" "), borelog));
        assertEquals(List.of(), borelog.shared());
    }
}
