package io.borelog.correlate.payload;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TopicParserTest {

    private final TopicParser parser = new TopicParser(TopicParser.DEFAULT_ROOT);

    @ParameterizedTest
    @CsvSource({"ResultManagement,RESULT", "ResultManagement/Trace,TRACE", "AssetManagement/Heads,HEADS", "AssetManagement/Head,HEADS"})
    void shouldKnowTheFourSuffixes(final String suffix, final PartKind kind) {
        assertTrue(parse(parser, "OPCPUBSUB/ILLL502033771/setitectest/" + suffix));
        assertEquals(kind, parser.kind());
        assertEquals("ILLL502033771/setitectest", toolKey(parser));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "OPCPUBSUB", "OPCPUBSUB/", "OPCPUBSUB/a/b", "OPCPUBSUB/a/b/", "OPCPUBSUB//b/ResultManagement", "OPCPUBSUB/a//ResultManagement",
        "OPCPUBSUB/a/b/ResultManagement/Traces", "OPCPUBSUB/a/b/ResultManagement/", "OPCPUBSUB/a/b/c/ResultManagement",
        "OPCPUBSUB/a/b/AssetManagement/Headss", "OPCPUBSUB/a/b/AssetManagement/Tools", "opcpubsub/a/b/ResultManagement",
        "OPCPUBSUBX/a/b/ResultManagement", "/OPCPUBSUB/a/b/ResultManagement", "OPCPUBSUB/a/ResultManagement",
        "OPCPUBSUB/a/b/ResultManagement.Results.0.ResultContent.DepthEstimation.KeyPoints"})
    void shouldTakeNothingElse(final String topic) {
        assertTrue(parse(parser, "OPCPUBSUB/x/y/ResultManagement"));
        assertFalse(parse(parser, topic));
        assertEquals(PartKind.OTHER, parser.kind());
        assertNull(parser.toolKey());
    }

    @Test
    void shouldUseTheConfiguredRoot() {
        final TopicParser plant = new TopicParser("plant/7");
        assertTrue(parse(plant, "plant/7/box/tööl/ResultManagement"));
        assertEquals("box/tööl", toolKey(plant));
        assertFalse(parse(plant, "OPCPUBSUB/box/tool/ResultManagement"));
        assertThrows(IllegalArgumentException.class, () -> new TopicParser("plant/"));
        assertThrows(IllegalArgumentException.class, () -> new TopicParser(""));
    }

    @Test
    void shouldRememberKnownToolsAndSurviveMoreThanItCanRemember() {
        parse(parser, "OPCPUBSUB/box/tool/ResultManagement");
        final byte[] first = parser.toolKey();
        parse(parser, "OPCPUBSUB/box/tool/ResultManagement/Trace");
        assertSame(first, parser.toolKey());
        for (int i = 0; i < 100_000; i++) {
            assertTrue(parse(parser, "OPCPUBSUB/b" + i % 977 + "/t" + i + "/ResultManagement"));
            assertEquals("b" + i % 977 + "/t" + i, toolKey(parser));
        }
    }

    private static String toolKey(final TopicParser parser) {
        return new String(parser.toolKey(), StandardCharsets.UTF_8);
    }

    private static boolean parse(final TopicParser parser, final String topic) {
        final byte[] bytes = Payloads.bytes("#" + topic + "#");
        return parser.parse(new UnsafeBuffer(bytes), 1, bytes.length - 2);
    }
}
