package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.record.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** why over journals that the real stages wrote. */
class WhyCommandTest {
    @TempDir
    private Path data;
    private DecidedHoles holes;

    @BeforeEach
    void drill() throws Exception {
        holes = new DecidedHoles(data, 2);
        holes.send(15);
        holes.passTime(60);
        holes.decide();
        holes.tell();
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    private CommandRun why(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("why", "--data", data.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private List<JsonNode> tail(final String journal, final RecordKind kind) {
        return CommandRun.of("tail", "--data", data.toString(), journal, "--json", "--kind", kind.name()).objects();
    }

    @Test
    void shouldLeadEveryEstimateBackToItsMessagesAndOnToWhatWasTold() {
        final Map<Long, JsonNode> messages = tail("inbound", RecordKind.MESSAGE).stream()
            .collect(Collectors.toMap(message -> message.get("seq").asLong(), Function.identity()));
        final List<JsonNode> estimates = tail("estimated", RecordKind.ESTIMATE);
        assertTrue(estimates.size() >= 10);
        for (final JsonNode estimate : estimates) {
            final JsonNode why = why(estimate.get("estimateId").asText(), "--json").object();
            assertEquals(estimate.get("index"), why.at("/estimate/index"));
            assertEquals(estimate.get("journal"), why.at("/estimate/journal"));
            assertEquals(ProcessHandle.current().pid(), why.at("/estimate/pid").asLong());
            assertEquals(estimate.get("origin"), why.at("/matched/origin"));
            assertEquals(estimate.get("resultId"), why.at("/matched/resultId"));
            final List<JsonNode> parts = new ArrayList<>();
            why.get("messages").forEach(parts::add);
            assertTrue(parts.size() == 3 || estimate.at("/lineage/heads").isNull() || estimate.at("/lineage/trace").isNull(), why.toString());
            for (final JsonNode part : parts) {
                final JsonNode message = messages.get(part.get("seq").asLong());
                assertEquals(estimate.at("/lineage/" + part.get("part").asText()), part.get("seq"));
                assertEquals(message.get("index"), part.get("index"));
                assertEquals(message.get("topic"), part.get("topic"));
                assertEquals(message.get("client"), part.get("client"));
                assertEquals(message.get("wall_time"), part.get("wall_time"));
                assertEquals(message.get("payload_bytes"), part.get("payload_bytes"));
                assertEquals(8, part.get("crc").asText().length());
            }
            assertTrue(why.get("told").size() > 0, why.toString());
            assertEquals(why.at("/told/0/count").asInt(), why.get("told").size());
            assertTrue(why.get("delivered").isNull());
        }
    }

    @Test
    void shouldFindAnEstimateByToolAndResult() {
        final JsonNode estimate = tail("estimated", RecordKind.ESTIMATE).get(6);
        final String tool = estimate.get("toolbox").asText() + "/" + estimate.get("tool").asText();

        final CommandRun run = why("--tool", tool, "--result", estimate.get("resultId").asText(), "--json");
        assertEquals(0, run.code(), run.stderr());
        assertEquals(estimate.get("estimateId"), run.object().at("/estimate/estimateId"));
        final CommandRun text = why(estimate.get("estimateId").asText());
        assertTrue(text.stdout().contains("result    inbound 0x"), text.stdout());
        assertTrue(text.stdout().contains("told      outbound 0x"), text.stdout());
    }

    @Test
    void shouldSayThatThereIsNoSuchEstimate() {
        final CommandRun run = why("00000000000000000000000000000000");
        assertEquals(3, run.code());
        assertEquals("borelog why: no estimate 00000000000000000000000000000000", run.stderr().strip());
        assertEquals(3, why("--tool", "box/none", "--result", "1").code());
        assertEquals(2, why().code());
        assertEquals(2, why("--tool", "box/none").code());
        assertEquals(2, why("x", "--result", "1").code());
    }
}
