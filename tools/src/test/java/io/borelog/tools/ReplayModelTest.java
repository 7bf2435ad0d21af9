package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --model}: what another model would have answered, beside what was answered. */
class ReplayModelTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]{1,40})");

    @TempDir
    private Path temp;
    private Path data;
    private DecidedHoles holes;
    private int replays;

    @BeforeEach
    void drill() throws Exception {
        data = temp.resolve("data");
        holes = new DecidedHoles(data, 2);
        holes.send(60);
        holes.passTime(60);
        holes.decide();
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    private Path into() {
        return temp.resolve("replay-" + replays);
    }

    private CommandRun replay(final String... arguments) {
        replays++;
        final List<String> all = new ArrayList<>(
            List.of("replay", "--data", data.toString(), "--from", "start", "--into", into().toString()));
        all.addAll(Arrays.asList(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(into().resolve("report.json").toFile());
    }

    private String page() throws IOException {
        return Files.readString(into().resolve("report.html"));
    }

    @Test
    void shouldFindNoDifferenceWithTheModelThatWasInForce() throws Exception {
        final CommandRun run = replay("--model", "edge", "--json");
        assertEquals(0, run.code(), run.stderr());
        final JsonNode wouldBe = run.object().get("would_be");
        assertEquals(run.object().get("holes").asLong(), wouldBe.get("compared").asLong());
        assertTrue(wouldBe.get("compared").asLong() > 50);
        assertEquals(0, wouldBe.get("status_changes").asLong());
        assertEquals(0, wouldBe.at("/key_points/exit/max_abs").asDouble());
        assertTrue(wouldBe.at("/key_points/exit/count").asLong() > 10);
    }

    @Test
    void shouldSayWhatAModelFromAFolderWouldHaveAnswered() throws Exception {
        final Path folder = TinyModel.write(temp.resolve("tiny"), "tiny", 7);
        final CommandRun run = replay("--model", folder.toString());
        assertEquals(0, run.code(), run.stderr());
        assertTrue(run.stdout().contains("tiny@") && run.stdout().contains("would be OK"), run.stdout());

        final JsonNode report = report();
        assertTrue(report.get("model").asText().startsWith("tiny@"));
        assertTrue(report.get("status_changes").asLong() > 0);
        assertEquals(report.get("status_changes").asLong(), report.get("changed").size());
        assertEquals("edge", report.at("/made_by/0/model").asText());
        assertTrue(report.at("/key_points/entry/mean_abs").asDouble() > 0);
        assertTrue(report.at("/estimator_us/is/max").asLong() > 0, "measured");
        long compared = 0;
        for (final JsonNode tool : report.get("tools")) {
            compared += tool.get("compared").asLong();
        }
        assertEquals(report.get("compared").asLong(), compared);
        for (final JsonNode estimate : CommandRun.of("tail", "estimated", "--data", into().toString(), "--kind", "ESTIMATE", "--json")
            .objects()) {
            assertEquals("tiny", estimate.at("/model/name").asText());
        }
        try (Stream<Path> files = Files.list(data)) {
            assertFalse(files.anyMatch(file -> file.endsWith("models")), "nothing of it is in the live directory");
        }
    }

    @Test
    void shouldWriteAPageThatNeedsNothingFromElsewhere() throws Exception {
        assertEquals(0, replay("--model", TinyModel.write(temp.resolve("tiny"), "tiny", 7).toString()).code());
        final String page = page();
        final Matcher addresses = ADDRESS.matcher(page);
        int pictures = 0;
        while (addresses.find()) {
            assertTrue(addresses.group(1).startsWith("data:image/svg+xml;base64,"), addresses.group(1));
            pictures++;
        }
        assertEquals(4, pictures);
        assertFalse(page.contains("<script"), "and runs nothing");
        assertTrue(page.contains("SIMBOX0/simtool0"), "names the tools");
    }

    @Test
    void shouldTakeOnlyModelsThatThereAreAndNotVerifyWhatIsMeantToDiffer() throws Exception {
        final CommandRun unknown = replay("--model", "nope");
        assertEquals(3, unknown.code());
        assertTrue(unknown.stderr().contains("no model nope"), unknown.stderr());
        final CommandRun both = replay("--model", "edge", "--verify");
        assertEquals(2, both.code());
        final Path bad = TinyModel.write(temp.resolve("bad"), "bad", 0);
        Files.writeString(bad.resolve("golden.bin"), "x");
        assertTrue(List.of(2, 4).contains(replay("--model", bad.toString()).code()));
        assertFalse(Files.exists(into().resolve("report.json")));
    }
}
