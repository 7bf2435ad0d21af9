package io.borelog.tools.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.tools.simulate.Part;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which messages become one hole when they are lost, late, reordered, repeated or broken. The window is short, so that it ends. */
class PairingIT {
    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with("correlate.window=2s", "correlate.grace=1s");

    private static Gateway gateway;
    private static Pipeline.Follower inbound;
    private static Pipeline.Follower matched;
    private static Pipeline.Follower estimates;

    @BeforeAll
    static void connect() throws Exception {
        gateway = new Gateway(PIPELINE.port());
        inbound = PIPELINE.follow("inbound", "--kind", "MESSAGE");
        matched = PIPELINE.follow("matched");
        estimates = PIPELINE.follow("estimated", "--kind", "ESTIMATE");
    }

    @AfterAll
    static void disconnect() throws Exception {
        gateway.close();
        inbound.close();
        matched.close();
        estimates.close();
        assertEquals(0, PIPELINE.audit().at("/messages/unaccounted").asInt());
    }

    @Test
    void shouldNotGiveTheTraceOfALostResultToTheNextHole() throws Exception {
        gateway.send("lost", 1, Part.TRACE);
        gateway.send("lost", 2, Part.RESULT, Part.TRACE, Part.HEADS);
        final JsonNode estimate = estimates.records().await(1, of("lost")).get(0);
        assertMadeOf(estimate, 2);
        final JsonNode letter = matched.records().await(1, ofReason("ORPHAN_TRACE")).get(0);
        assertEquals("dead_letter", letter.get("disposition").textValue());
        assertEquals(text(1, Part.TRACE), payload(letter.get("message")));
        assertEquals(Part.TRACE.topic(Gateway.TOOLBOX, "lost"), letter.get("topic").textValue());
        assertNoMore(1, "lost");
    }

    @Test
    void shouldPairReorderedMessagesOfTwoHoles() throws Exception {
        gateway.send("reordered", 1, Part.RESULT);
        gateway.send("reordered", 2, Part.RESULT, Part.TRACE);
        gateway.send("reordered", 1, Part.TRACE);
        final List<JsonNode> both = estimates.records().await(2, of("reordered"));
        assertMadeOf(ofHole(both, 1), 1);
        assertMadeOf(ofHole(both, 2), 2);
        assertNoMore(2, "reordered");
    }

    @Test
    void shouldNeverGiveLateHeadsToALaterHole() throws Exception {
        gateway.send("late", 1, Part.RESULT, Part.TRACE);
        final JsonNode first = estimates.records().await(1, of("late")).get(0); // after the wait for its Heads
        assertTrue(first.at("/lineage/heads").isNull());
        assertTrue(first.get("headId").isNull());
        gateway.send("late", 1, Part.HEADS);
        gateway.send("late", 2, Part.RESULT, Part.TRACE);
        final JsonNode second = ofHole(estimates.records().await(2, of("late")), 2);
        assertTrue(second.at("/lineage/heads").isNull(), "the Heads of hole 1 is no part of hole 2");
        gateway.send("late", 3, Part.HEADS, Part.RESULT, Part.TRACE);
        final JsonNode third = ofHole(estimates.records().await(3, of("late")), 3);
        assertMadeOf(third, 3);
        assertEquals(text(3, Part.HEADS), payload(third.at("/lineage/heads")));
        assertNoMore(3, "late");
    }

    @Test
    void shouldRecogniseAHoleThatIsSentAgainInNewEnvelopes() throws Exception {
        gateway.send("again", 1, Part.RESULT, Part.TRACE, Part.HEADS);
        final JsonNode estimate = estimates.records().await(1, of("again")).get(0);
        for (final Part part : new Part[] {Part.RESULT, Part.TRACE}) {
            final byte[] again = Holes.renewed(gateway.holes().payload(1, part));
            assertNotEquals(text(1, part), new String(again, UTF_8));
            gateway.send("again", part, again);
        }
        matched.records().await(2, record -> "duplicate".equals(record.path("disposition").textValue())
            && record.get("topic").textValue().contains("/again/"));
        gateway.send("again", 2, Part.RESULT, Part.TRACE, Part.HEADS);
        assertMadeOf(ofHole(estimates.records().await(2, of("again")), 2), 2);
        assertMadeOf(estimate, 1);
        assertNoMore(2, "again");
    }

    @Test
    void shouldNameTheErrorOfABrokenTraceAndAnswerItsResult() throws Exception {
        for (final Part part : new Part[] {Part.HEADS, Part.RESULT, Part.TRACE}) {
            gateway.send("broken", part, Files.readAllBytes(RealData.message("data_20250626", part)));
        }
        gateway.send("undisturbed", 1, Part.RESULT, Part.TRACE, Part.HEADS);
        final JsonNode letter = matched.records().await(1, ofReason("BAD_JSON")).get(0);
        assertTrue(letter.get("detail").textValue().contains("20000"), letter::toString);
        assertEquals("OPCPUBSUB/ILLL502033771/broken/ResultManagement/Trace", letter.get("topic").textValue());
        estimates.records().await(1, of("undisturbed"));
        final JsonNode answer = estimates.records().await(1, of("broken")).get(0);
        assertNotEquals("OK", answer.get("status").textValue());
        assertEquals("432", answer.get("resultId").textValue());
        assertEquals("E00401009F45BACA", answer.get("headId").textValue());
        assertTrue(answer.at("/lineage/trace").isNull());
        assertTrue(answer.get("reason").isTextual());
        assertEquals("UNMATCHED", matched.records().await(1, of("broken")).get(0).get("kind").textValue());
        assertTrue(PIPELINE.run("deadletters", "list").out().stream()
            .anyMatch(line -> line.contains("/broken/") && line.contains("20000")));
    }

    private static void assertMadeOf(final JsonNode estimate, final int number) {
        assertEquals(gateway.holes().resultId(number), estimate.get("resultId").textValue());
        assertEquals(text(number, Part.RESULT), payload(estimate.at("/lineage/result")));
        assertEquals(text(number, Part.TRACE), payload(estimate.at("/lineage/trace")));
    }

    /** One worker answers in the order of matched: what another hole has behind it will not come any more. */
    private static void assertNoMore(final int count, final String tool) throws Exception {
        gateway.send(tool + "-end", 9, Part.RESULT, Part.TRACE, Part.HEADS);
        estimates.records().await(1, of(tool + "-end"));
        assertEquals(count, estimates.records().all(of(tool)).size(), "estimates of " + tool);
    }

    private static JsonNode ofHole(final List<JsonNode> found, final int number) {
        final String resultId = gateway.holes().resultId(number);
        final List<JsonNode> of = found.stream().filter(record -> record.get("resultId").textValue().equals(resultId)).toList();
        assertEquals(1, of.size(), "estimates of hole " + number);
        return of.get(0);
    }

    private static String text(final int number, final Part part) {
        return new String(gateway.holes().payload(number, part), UTF_8);
    }

    /** What was journaled under this seq. */
    private static String payload(final JsonNode seq) {
        return inbound.records().await(1, record -> record.get("seq").longValue() == seq.longValue()).get(0).get("payload").textValue();
    }

    private static Predicate<JsonNode> of(final String tool) {
        return record -> tool.equals(record.path("tool").textValue());
    }

    private static Predicate<JsonNode> ofReason(final String reason) {
        return record -> reason.equals(record.path("reason").textValue());
    }
}
