package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.stage.StageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A derived journal that is computed again while those who read it run on: nobody starts them again, and nothing is answered or told twice. */
class RebuiltJournalIT {
    @TempDir
    private Path temp;
    private Path data;
    private DecidedHoles holes;

    @BeforeEach
    void create() {
        data = temp.resolve("data");
        holes = new DecidedHoles(data, 1);
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    private JsonNode audit() {
        return CommandRun.of("audit", "--data", data.toString(), "--json").object();
    }

    /** @return holes that have been told. */
    private int drill(final int count) {
        holes.send(count);
        holes.passTime(60);
        Await.until("every hole told", () -> {
            final JsonNode audit = audit();
            return audit.at("/messages/pending").asInt() == 0 && audit.at("/messages/unaccounted").asInt() == 0
                && audit.at("/holes/matched").asInt() > 0 && audit.at("/holes/matched").equals(audit.at("/holes/delivered"));
        });
        return audit().at("/holes/delivered").asInt();
    }

    private void assertOnce(final String journal, final String kind, final String... fields) {
        final Set<String> seen = new HashSet<>();
        for (final JsonNode one : CommandRun.of("tail", journal, "--data", data.toString(), "--json", "--kind", kind).objects()) {
            final StringBuilder key = new StringBuilder();
            for (final String field : fields) {
                assertTrue(one.hasNonNull(field), () -> field + " in " + one);
                key.append(one.path(field)).append(' ');
            }
            assertTrue(seen.add(key.toString()), () -> "twice: " + one);
        }
        assertTrue(seen.size() > 0);
    }

    @Test
    void shouldBeReadOnByProcessesThatNobodyStartsAgain() throws Exception {
        ChildProcess correlate = holes.process(StageName.CORRELATE);
        ChildProcess infer = holes.process(StageName.INFER);
        final ChildProcess publish = holes.process(StageName.PUBLISH);
        int told = drill(30);

        DecidedHoles.kill(correlate);
        IoUtil.delete(data.resolve("matched").toFile(), false); // all of it is computed again
        correlate = holes.process(StageName.CORRELATE);
        assertTrue(drill(20) > told, "matched was deleted");
        told = drill(1);

        DecidedHoles.kill(correlate);
        Files.writeString(data.resolve("matched.rebuild"), Long.toString(Long.MAX_VALUE)); // as where a record of it is bad
        correlate = holes.process(StageName.CORRELATE);
        assertTrue(drill(20) > told, "matched was written anew");
        told = drill(1);
        assertTrue(Files.isDirectory(data.resolve("matched.bad-1")));
        assertTrue(infer.isAlive(), "worker");

        DecidedHoles.kill(infer);
        IoUtil.delete(data.resolve("estimated-0").toFile(), false);
        infer = holes.process(StageName.INFER);
        assertTrue(drill(20) > told, "estimated was deleted");
        assertTrue(publish.isAlive() && correlate.isAlive() && infer.isAlive());

        assertOnce("outbound", "OUT", "origin", "origin_ordinal", "topic");
        assertOnce("estimated-0", "ESTIMATE", "estimateId");
        assertEquals(audit().at("/holes/matched"), audit().at("/holes/estimated"));
        assertEquals(0, CommandRun.of("verify", "--data", data.toString()).code());
    }
}
