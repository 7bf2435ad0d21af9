package io.borelog.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.json.EstimateJson;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.publish.PublishRules.NegativeDepth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Topics and texts to the byte: what the legacy program's subscribers parse. */
class RendererTest {
    private static final String LEGACY =
        "OPCPUBSUB/ILLL502033771/setitectest/ResultManagement.Results.0.ResultContent.DepthEstimation.";
    private static final String IDENTITY = "{\"SourceTimestamp\": \"2024-05-15T07:29:33Z\", \"MachineId\": \"0\", "
        + "\"ResultId\": \"440\", \"HeadId\": \"E00401009F45BACA\", ";

    private final Renderer renderer = new Renderer("0.2.6");
    private final TestHole hole = TestHole.of("setitectest", 440);

    private List<OutMessage> render(final EstimateRecord estimate, final NegativeDepth negativeDepth) {
        return renderer.render(estimate, 441, 2, new PublishRules("OPCPUBSUB", negativeDepth, 1));
    }

    private List<OutMessage> render(final EstimateRecord estimate) {
        return render(estimate, NegativeDepth.PUBLISH);
    }

    private static List<String> topics(final List<OutMessage> messages) {
        return messages.stream().map(message -> new String(message.topic(), UTF_8)).toList();
    }

    private static String body(final OutMessage message) {
        return new String(message.body(), UTF_8);
    }

    @Test
    void shouldTellKeyPointsThenDepthsThenTheFullMessageOnTheExactTopics() {
        assertEquals(
            List.of(LEGACY + "KeyPoints", LEGACY + "DepthEstimation", "borelog/ILLL502033771/setitectest/estimate"),
            topics(render(hole.estimate(TestHole.ok(4.569, 5.01, 18.488275003433227)))));
    }

    @Test
    void shouldWriteTheLegacySuccessToTheByte() {
        final List<OutMessage> messages = render(hole.estimate(TestHole.ok(4.569, 5.01, 18.488275003433227)));
        assertEquals(IDENTITY + "\"Value\": [4.569, 5.01, 18.488275003433227], \"AlgoVersion\": \"0.2.6\"}", body(messages.get(0)));
        assertEquals(178, messages.get(0).body().length);
        assertEquals(IDENTITY + "\"Value\": [0.44099999999999984, 13.478275003433227], \"AlgoVersion\": \"0.2.6\"}",
            body(messages.get(1)));
    }

    @Test
    void shouldWriteTheFullMessageWithItsOrigin() {
        final EstimateRecord estimate = hole.estimate(TestHole.ok(1, 2, 3));
        assertArrayEquals(EstimateJson.render(estimate, 441, 2), render(estimate).get(2).body());
        assertTrue(body(render(estimate).get(2)).contains("\"matched\":\"0:441/2\""));
    }

    @Test
    void shouldWriteTheLegacyErrorForEveryOtherStatus() {
        for (final String status : List.of("NO_TRACE", "NOT_ENOUGH_STEPS", "CRASH")) {
            final List<OutMessage> messages = render(hole.estimate(TestHole.failed(status, "Not enough steps to estimate depth")));
            assertEquals(IDENTITY
                + "\"Value\": \"Error in keypoint estimation: Not enough steps to estimate depth\", \"Error\": true}", body(messages.get(0)));
            assertEquals(IDENTITY
                + "\"Value\": \"Error in depth estimation: Not enough steps to estimate depth\", \"Error\": true}", body(messages.get(1)));
            assertTrue(body(messages.get(2)).contains("\"status\":\"" + status + "\""));
        }
    }

    @Test
    void shouldNeverInventANumberWhereOneIsUnknown() {
        final List<OutMessage> messages = render(hole.estimate(TestHole.ok(1, Double.NaN, 3)));
        assertEquals(IDENTITY + "\"Value\": \"Error in keypoint estimation: OK\", \"Error\": true}", body(messages.get(0)));
    }

    @Test
    void shouldWriteNullAndEscapesAsPythonDoes() {
        final TestHole odd = new TestHole(
            "box", "t\u00e9", "\u4e2d \ud83d\ude00", "\"\\/\n\u001f\u007f", null, "2024-05-15T07:29:33Z", 440);
        final List<OutMessage> messages = render(odd.estimate(TestHole.ok(1, 2, 3)));
        assertEquals("{\"SourceTimestamp\": \"2024-05-15T07:29:33Z\", \"MachineId\": \"\\u4e2d \\ud83d\\ude00\", "
            + "\"ResultId\": \"\\\"\\\\/\\n\\u001f\\u007f\", \"HeadId\": null, \"Value\": [1.0, 2.0, 3.0], \"AlgoVersion\": \"0.2.6\"}",
            body(messages.get(0)));
        assertEquals("borelog/box/t\u00e9/estimate", topics(messages).get(2));
    }

    @Test
    void shouldDealWithNegativeDepthsAsConfigured() {
        final EstimateRecord negative = hole.estimate(TestHole.ok(5, 4.5, 18));
        assertTrue(Renderer.hasNegativeDepth(negative));
        assertEquals(IDENTITY + "\"Value\": [-0.5, 13.5], \"AlgoVersion\": \"0.2.6\"}", body(render(negative).get(1)));
        assertEquals(List.of("borelog/ILLL502033771/setitectest/estimate"), topics(render(negative, NegativeDepth.SKIP)));
        final List<OutMessage> warned = render(negative, NegativeDepth.WARNING);
        assertEquals(IDENTITY + "\"Value\": [5.0, 4.5, 18.0], \"AlgoVersion\": \"0.2.6\", "
            + "\"Warning\": \"Negative depth values detected\"}", body(warned.get(0)));
        assertTrue(body(warned.get(1)).endsWith("\"Warning\": \"Negative depth values detected\"}"));
        final EstimateRecord other = hole.estimate(TestHole.ok(4, 4, 18)); // a depth of 0 is not negative
        assertEquals(3, render(other, NegativeDepth.SKIP).size());
        assertEquals(body(render(other).get(0)), body(render(other, NegativeDepth.WARNING).get(0)));
    }

    @Test
    void shouldNameTheVersionThatTheBuildWrote() {
        final List<OutMessage> messages = new Renderer().render(
            hole.estimate(TestHole.ok(1, 2, 3)), 441, 0, new PublishRules("OPCPUBSUB", NegativeDepth.PUBLISH, 1));
        assertTrue(ProgramVersion.TEXT.matches("\\d+\\.\\d+\\.\\d+.*"), ProgramVersion.TEXT);
        assertTrue(body(messages.get(0)).endsWith("\"AlgoVersion\": \"" + ProgramVersion.TEXT + "\"}"));
    }
}
