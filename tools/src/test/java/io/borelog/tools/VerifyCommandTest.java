package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    private Path data;
    private WrittenJournals written;

    @BeforeEach
    void write() {
        written = new WrittenJournals(data);
        written.message("OPCPUBSUB/box/drill/Result", "one");
        written.reopen("inbound");
        for (int i = 0; i < 5; i++) {
            written.message("OPCPUBSUB/box/drill/Trace", "t".repeat((int) WrittenJournals.CYCLE_BYTES / 2) + "marker-" + i);
        }
        written.hole(1, "drill");
    }

    @AfterEach
    void close() {
        written.close();
    }

    private CommandRun verify(final String... journals) {
        final String[] arguments = new String[journals.length + 4];
        System.arraycopy(new String[] {"verify", "--data", data.toString(), "--json"}, 0, arguments, 0, 4);
        System.arraycopy(journals, 0, arguments, 4, journals.length);
        return CommandRun.of(arguments);
    }

    @Test
    void shouldPassWhatWasWrittenAcrossEpochsAndRolls() {
        final CommandRun run = verify();

        assertEquals(0, run.code(), run.stdout());
        assertTrue(run.object().get("ok").asBoolean());
        assertEquals(2, run.object().get("journals").size());
        assertEquals("inbound", run.object().at("/journals/0/name").asText());
    }

    @Test
    void shouldNameTheIndexOfAFlippedBitAndNothingElse() throws IOException {
        final long index = CommandRun.of("tail", "inbound", "--data", data.toString(), "--json", "--kind", "MESSAGE").objects().stream()
            .filter(message -> message.get("payload").asText().endsWith("marker-0"))
            .findFirst().orElseThrow().get("index").asLong();
        FlippedBit.in(data.resolve("inbound"), "marker-0");

        final CommandRun run = verify("inbound");
        assertEquals(4, run.code());
        final JsonNode problems = run.object().at("/journals/0/problems");
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(index, problems.get(0).get("index").asLong());
        assertTrue(problems.get(0).get("reason").asText().startsWith("CRC is 0x"));
        assertEquals(0, verify("matched").code());
    }

    @Test
    void shouldNotKnowAnUnknownJournal() {
        assertEquals(3, verify("outbound").code());
    }
}
