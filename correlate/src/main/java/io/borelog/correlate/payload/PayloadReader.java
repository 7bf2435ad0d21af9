package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonToken;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * Reads the bytes of one MQTT message into a {@link Part}. Called by the correlate agent, on its one thread: a reader keeps its
 * buffers.
 * <pre>
 *   { ..., "Messages": { ..., "Payload": { "&lt;key&gt;": { "Value": any, "SourceTimestamp": text }, ... } } }     or [ Messages ]
 * </pre>
 * <b>Which value wins.</b> The first usable one in document order, for duplicate JSON keys as for keys with the same path end and
 * for further {@code Messages}; nulls, missing {@code Value}s and all-null arrays are not usable. The id takes its
 * SourceTimestamp from the entry it came from; if that one has none, from the first entry of the message that has.
 * <p>
 * <b>What is validated.</b> Always: the JSON grammar of the whole payload to its last byte, UTF-8, size, depth, the id and its
 * timestamp. Only when not {@code identityOnly}: presence, length and numbers of the curves and of the step table. The first
 * trouble found is reported; one of content ends the reading there.
 * <p>
 * A byte order mark and leading {@code //} lines are passed over; NaN and Infinity are taken as tokens, and refused only where a
 * number is needed.
 */
public final class PayloadReader {

    private final Limits limits;
    private final JsonCursor cursor;
    private final JsonReferee referee;
    private final PayloadWalk walk;
    private byte[] copy = {};

    public PayloadReader(final Limits limits) {
        this.limits = limits;
        cursor = new JsonCursor(limits.maxDepth());
        referee = new JsonReferee(limits.maxDepth());
        walk = new PayloadWalk(limits);
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
        final int start = bytes == null ? 0 : buffer.wrapAdjustment() + offset;
        if (bytes == null) {
            bytes = ensureCopy(length);
            buffer.getBytes(offset, bytes, 0, length);
        }
        final int json = Preamble.end(bytes, start, start + length);
        final int end = start + length;
        walk.begin(into, !identityOnly);
        cursor.wrap(bytes, json, end);
        Problem problem;
        try {
            problem = readRoot();
        } catch (final NotJsonException ex) {
            final Problem words = referee.problem(bytes, json, end - json, json - start);
            problem = words != null ? words : new Problem(Reason.BAD_JSON, "No plain JSON at offset " + (cursor.position() - start));
        }
        walk.identify();
        return problem != null ? problem : walk.conclude();
    }

    private Problem readRoot() throws NotJsonException {
        final JsonToken root = cursor.next();
        if (root == JsonToken.START_OBJECT) {
            final Problem problem = walk.envelope(cursor);
            if (problem != null) {
                return problem;
            }
        }
        cursor.skipChildren();
        cursor.next();
        return root == JsonToken.START_OBJECT ? null : new Problem(Reason.NOT_AN_OBJECT, "root is " + root);
    }

    private byte[] ensureCopy(final int length) {
        if (copy.length < length) {
            copy = new byte[BitUtil.findNextPositivePowerOfTwo(Math.max(length, 1 << 15))];
        }
        return copy;
    }
}
