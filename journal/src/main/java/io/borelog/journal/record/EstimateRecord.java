package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Payload of ESTIMATE: the answer to one HOLE or UNMATCHED. All but the stamps is the decision; its digest covers that.
 * <pre>
 *   0  i64  inbound seq of the Result      32  f64  entry mm       (NaN = unknown)
 *   8  i64  ... of the Trace, 0 none       40  f64  transition mm
 *  16  i64  ... of the Heads, 0 none       48  f64  exit mm
 *  24  i32  revision                       56  i64  decision digest: FNV-1a 64 of everything but stamps and digest
 *  28  i32  reserved                       64  i64  wall time of the last message of the hole, ns      (stamp)
 *                                          72  i64  wall time of the matched record, ns                (stamp)
 *                                          80  i64  time spent in the estimator, ns                    (stamp)
 *  88  texts: toolbox, tool, machineId, resultId, headId, sourceTimestamp, status, reason, model name, model sha256
 *     text runtime: where the model ran                                                               (stamp, since version 2)
 * </pre>
 * A payload of version 1 ends with the tenth text.
 */
public final class EstimateRecord {
    private static final int DIGEST = 56;
    static final int STAMPS = 64;
    static final int TEXTS = 88;
    private static final int TEXT_COUNT = 10;

    private final int[] textOffsets = new int[TEXT_COUNT];
    private DirectBuffer buffer;
    private int offset;
    private int runtimeOffset;
    private int end;

    /** What an estimator says of one hole; NaN and null where unknown. */
    public interface Source {
        String status();

        String reason();

        double entryMm();

        double transitionMm();

        double exitMm();

        String modelName();

        String modelSha256();
    }

    /** One that is made for the occasion. */
    public record Answer(
        String status, String reason, double entryMm, double transitionMm, double exitMm, String modelName, String modelSha256)
        implements Source {
    }

    public EstimateRecord wrap(final RecordView record) {
        return wrap(record.payload(), record.payloadOffset(), record.payloadLength());
    }

    /** @param length of the payload, bytes */
    public EstimateRecord wrap(final DirectBuffer buffer, final int offset, final int length) {
        this.buffer = buffer;
        this.offset = offset;
        int at = offset + TEXTS;
        for (int i = 0; i < TEXT_COUNT; i++) {
            textOffsets[i] = at;
            at = Texts.skip(buffer, at);
        }
        runtimeOffset = at;
        end = offset + length;
        return this;
    }

    /** @return offset of the first byte behind the decision. */
    static int decisionEnd(final DirectBuffer buffer, final int offset) {
        int at = offset + TEXTS;
        for (int i = 0; i < TEXT_COUNT; i++) {
            at = Texts.skip(buffer, at);
        }
        return at;
    }

    /**
     * @param runtime where the model ran, null where nothing did
     * @return payload length, bytes
     */
    public static int encode(
        final MutableDirectBuffer buffer, final int offset, final HoleRecord hole, final Source answer,
        final long matchedWallTimeNs, final long estimatorNs, final String runtime) {
        buffer.putLong(offset, hole.resultSeq(), LITTLE_ENDIAN);
        buffer.putLong(offset + 8, hole.traceSeq(), LITTLE_ENDIAN);
        buffer.putLong(offset + 16, hole.headsSeq(), LITTLE_ENDIAN);
        buffer.putInt(offset + 24, 0, LITTLE_ENDIAN);
        buffer.putInt(offset + 28, 0, LITTLE_ENDIAN);
        buffer.putDouble(offset + 32, answer.entryMm(), LITTLE_ENDIAN);
        buffer.putDouble(offset + 40, answer.transitionMm(), LITTLE_ENDIAN);
        buffer.putDouble(offset + 48, answer.exitMm(), LITTLE_ENDIAN);
        int at = offset + TEXTS;
        at = hole.putIdentity(buffer, at);
        at = Texts.put(buffer, at, answer.status());
        at = Texts.put(buffer, at, answer.reason());
        at = Texts.put(buffer, at, answer.modelName());
        at = Texts.put(buffer, at, answer.modelSha256());
        final long digest = Hashes.fnv64(buffer, offset, DIGEST) * 31 + Hashes.fnv64(buffer, offset + TEXTS, at - offset - TEXTS);
        buffer.putLong(offset + DIGEST, digest, LITTLE_ENDIAN);
        buffer.putLong(offset + STAMPS, hole.lastWallTimeNs(), LITTLE_ENDIAN);
        buffer.putLong(offset + STAMPS + 8, matchedWallTimeNs, LITTLE_ENDIAN);
        buffer.putLong(offset + STAMPS + 16, estimatorNs, LITTLE_ENDIAN);
        return Texts.put(buffer, at, runtime) - offset;
    }

    public long resultSeq() {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    public long traceSeq() {
        return buffer.getLong(offset + 8, LITTLE_ENDIAN);
    }

    public long headsSeq() {
        return buffer.getLong(offset + 16, LITTLE_ENDIAN);
    }

    public int revision() {
        return buffer.getInt(offset + 24, LITTLE_ENDIAN);
    }

    public double entryMm() {
        return buffer.getDouble(offset + 32, LITTLE_ENDIAN);
    }

    public double transitionMm() {
        return buffer.getDouble(offset + 40, LITTLE_ENDIAN);
    }

    public double exitMm() {
        return buffer.getDouble(offset + 48, LITTLE_ENDIAN);
    }

    public long digest() {
        return buffer.getLong(offset + DIGEST, LITTLE_ENDIAN);
    }

    public long lastWallTimeNs() {
        return buffer.getLong(offset + STAMPS, LITTLE_ENDIAN);
    }

    public long matchedWallTimeNs() {
        return buffer.getLong(offset + STAMPS + 8, LITTLE_ENDIAN);
    }

    public long estimatorNs() {
        return buffer.getLong(offset + STAMPS + 16, LITTLE_ENDIAN);
    }

    public String toolbox() {
        return Texts.get(buffer, textOffsets[0]);
    }

    public String tool() {
        return Texts.get(buffer, textOffsets[1]);
    }

    public String machineId() {
        return Texts.get(buffer, textOffsets[2]);
    }

    public String resultId() {
        return Texts.get(buffer, textOffsets[3]);
    }

    public String headId() {
        return Texts.get(buffer, textOffsets[4]);
    }

    public String sourceTimestamp() {
        return Texts.get(buffer, textOffsets[5]);
    }

    public String status() {
        return Texts.get(buffer, textOffsets[6]);
    }

    public String reason() {
        return Texts.get(buffer, textOffsets[7]);
    }

    public String modelName() {
        return Texts.get(buffer, textOffsets[8]);
    }

    public String modelSha256() {
        return Texts.get(buffer, textOffsets[9]);
    }

    /** @return null also where the record is of version 1. */
    public String runtime() {
        return runtimeOffset < end ? Texts.get(buffer, runtimeOffset) : null;
    }

    public String estimateId() {
        return Hashes.estimateId(toolbox(), tool(), resultId(), sourceTimestamp(), revision());
    }
}
