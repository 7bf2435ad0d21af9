package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

import java.io.IOException;

/**
 * Reads the bytes of one MQTT message into a {@link Part}. Called by the correlate agent, on its one thread: a reader keeps its buffers.
 * <pre>
 *   { ..., "Messages": { ..., "Payload": { "&lt;key&gt;": { "Value": any, "SourceTimestamp": text }, ... } } }    or an array of Messages
 * </pre>
 * <b>Which value wins.</b> The first usable one in document order, for duplicate JSON keys as for keys with the same path end and for further
 * {@code Messages}; nulls, missing {@code Value}s and all-null arrays are not usable. The key of the join takes its SourceTimestamp from the
 * entry its id came from; if that one has none, from the first entry of the message that has.
 * <p>
 * <b>What is validated.</b> Always: the JSON grammar of the whole payload to its last byte, UTF-8, size, depth, the id and its timestamp. Only when
 * not {@code identityOnly}: presence, length and numbers of the curves and of the step table.
 * A byte order mark and leading {@code //} lines are passed over; NaN and Infinity are taken as tokens, and refused only where a number is needed.
 */
public final class PayloadReader {

    private static final int MAX_DETAIL_CHARS = 200;

    private final Limits limits;
    private final JsonFactory factory;
    private final PayloadWalk walk;
    private byte[] copy = {};

    public PayloadReader(final Limits limits) {
        this.limits = limits;
        walk = new PayloadWalk(limits);
        factory = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(limits.maxDepth()).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // A tool's keys are the same in every message, so the table of canonical names makes them free; Jackson empties it past 6,000.
            // Interning would keep them for ever; failing on collisions depends on a random seed, which no decision may.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
    }

    /**
     * Reads one payload.
     *
     * @param kind         as the topic says; OTHER is only checked to be a JSON object
     * @param into         cleared and filled; after a problem it holds the ids found until then, and no curves
     * @param identityOnly read only what the join needs (Result: ResultId; Trace: StepResultId; Heads: counter and serial; SourceTimestamp)
     * @return null when fine, else what is wrong: never an exception for bad bytes
     */
    public Problem read(
        final PartKind kind, final DirectBuffer buffer, final int offset, final int length, final Part into, final boolean identityOnly) {
        into.clear(kind);
        if (length > limits.maxPayloadBytes()) {
            return new Problem(Reason.TOO_LARGE, "payload: " + length + " bytes, at most " + limits.maxPayloadBytes());
        }
        byte[] bytes = buffer.byteArray();
        int start = buffer.wrapAdjustment() + offset;
        if (bytes == null) {
            start = 0;
            bytes = ensureCopy(length);
            buffer.getBytes(offset, bytes, 0, length);
        }
        final int json = Preamble.end(bytes, start, start + length);
        walk.begin(into, !identityOnly);
        final Problem unreadable = readJson(bytes, json, start + length - json, json - start);
        walk.identify();
        return unreadable != null ? unreadable : walk.conclude();
    }

    private Problem readJson(final byte[] bytes, final int offset, final int length, final int skipped) {
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            try {
                return readRoot(parser);
            } catch (final StreamConstraintsException ex) {
                final boolean deep = parser.getParsingContext().getNestingDepth() > limits.maxDepth();
                return new Problem(deep ? Reason.TOO_DEEP : Reason.TOO_LARGE, describe(ex.getOriginalMessage(), parser, skipped));
            } catch (final JsonProcessingException ex) {
                return new Problem(Reason.BAD_JSON, describe(ex.getOriginalMessage(), parser, skipped));
            } catch (final IOException ex) {
                return new Problem(Reason.BAD_JSON, describe(ex.getMessage(), parser, skipped));
            }
        } catch (final IOException ex) {
            return new Problem(Reason.BAD_JSON, bounded(String.valueOf(ex.getMessage())) + " at offset " + skipped);
        }
    }

    private Problem readRoot(final JsonParser parser) throws IOException {
        final JsonToken root = parser.nextToken();
        if (root == null) {
            throw new JsonParseException(parser, "No JSON before the end of input");
        }
        if (root != JsonToken.START_OBJECT) {
            parser.skipChildren();
        } else {
            final Problem problem = walk.envelope(parser);
            if (problem != null) {
                return problem;
            }
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "Unexpected content after the end of the JSON value");
        }
        return root == JsonToken.START_OBJECT ? null : new Problem(Reason.NOT_AN_OBJECT, "root is " + root);
    }

    /** Jackson's words without its note where the open object began, and the offset in the payload at which it gave up. */
    private static String describe(final String message, final JsonParser parser, final int skipped) {
        final String words = String.valueOf(message);
        final int note = words.indexOf(" (start marker");
        return bounded(note < 0 ? words : words.substring(0, note))
            + " at offset " + (skipped + parser.currentLocation().getByteOffset());
    }

    private static String bounded(final String text) {
        return text.length() <= MAX_DETAIL_CHARS ? text : text.substring(0, MAX_DETAIL_CHARS) + "...";
    }

    private byte[] ensureCopy(final int length) {
        if (copy.length < length) {
            copy = new byte[BitUtil.findNextPositivePowerOfTwo(Math.max(length, 1 << 15))];
        }
        return copy;
    }
}
