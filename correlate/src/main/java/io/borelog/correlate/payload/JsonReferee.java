package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;

import java.io.IOException;

/** Says in the JSON library's words what is wrong with bytes that {@link JsonCursor} refused. Off the hot path: it allocates freely. */
final class JsonReferee {

    private static final int MAX_WORDS = 200;

    private final int maxDepth;
    private final JsonFactory factory;

    JsonReferee(final int maxDepth) {
        this.maxDepth = maxDepth;
        factory = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Keys differ from tool to tool, so a table of them only grows; and failing on its collisions would hang on a random seed.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
    }

    /**
     * What the library has against these bytes.
     *
     * @param skipped bytes of the payload before {@code offset}, for the offset in the detail
     * @return null when it finds nothing wrong
     */
    Problem problem(final byte[] bytes, final int offset, final int length, final int skipped) {
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            try {
                if (parser.nextToken() == null) {
                    return new Problem(Reason.BAD_JSON, "No JSON before the end at offset " + (skipped + length));
                }
                parser.skipChildren();
                final boolean more = parser.nextToken() != null;
                return more ? new Problem(Reason.BAD_JSON, describe("Content after the end of the JSON value", parser, skipped)) : null;
            } catch (final StreamConstraintsException ex) {
                final boolean deep = parser.getParsingContext().getNestingDepth() > maxDepth;
                return new Problem(deep ? Reason.TOO_DEEP : Reason.TOO_LARGE, describe(ex.getOriginalMessage(), parser, skipped));
            } catch (final JsonProcessingException ex) {
                return new Problem(Reason.BAD_JSON, describe(ex.getOriginalMessage(), parser, skipped));
            }
        } catch (final IOException ex) {
            return new Problem(Reason.BAD_JSON, bounded(String.valueOf(ex.getMessage())) + " at offset " + skipped);
        }
    }

    /** Without the library's note where the open object began; with the offset in the payload at which it gave up. */
    private static String describe(final String message, final JsonParser parser, final int skipped) {
        final int note = message.indexOf(" (start marker");
        return bounded(note < 0 ? message : message.substring(0, note))
            + " at offset " + (skipped + parser.currentLocation().getByteOffset());
    }

    private static String bounded(final String text) {
        return text.length() <= MAX_WORDS ? text : text.substring(0, MAX_WORDS) + "...";
    }
}
