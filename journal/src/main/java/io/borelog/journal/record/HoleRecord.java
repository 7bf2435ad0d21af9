package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Payload of HOLE (Result and Trace joined) and of UNMATCHED (a Result alone, no samples): ids, origins of its messages, flat curves.
 * <pre>
 *   0  i64  inbound seq of the Result
 *   8  i64  inbound seq of the Trace (0 = none)
 *  16  i64  inbound seq of the hole's own Heads (0 = none; the head id may then be the tool's last known)
 *  24  i64  wall time at which the last of its messages was journaled, ns
 *  32  i32  samples n
 *  36  i32  program steps m
 *  40  i32  length of the texts, bytes, padding included (multiple of 4)
 *  44  i32  reserved
 *  48  texts: toolbox, tool, machineId, resultId, headId, sourceTimestamp, reason (UNMATCHED only)
 *   .  f32[m] step code, f32[m] idle torque A, f32[m] idle thrust A          (NaN = unknown)
 *   .  f32[n] position mm (depth, positive), f32[n] torque A, f32[n] thrust A, f32[n] step code
 * </pre>
 */
public final class HoleRecord {
    private static final long ARRAY_BASE = UnsafeApi.arrayBaseOffset(float[].class);
    private static final int RESULT_SEQ = 0;
    private static final int TRACE_SEQ = 8;
    private static final int HEADS_SEQ = 16;
    private static final int LAST_WALL = 24;
    private static final int SAMPLES = 32;
    private static final int STEPS = 36;
    private static final int TEXTS_LENGTH = 40;
    private static final int TEXTS = 48;
    private static final int TEXT_COUNT = 7;
    /** All but the reason. */
    private static final int IDENTITY_TEXTS = 6;

    private final int[] textOffsets = new int[TEXT_COUNT];
    private DirectBuffer buffer;
    private int offset;

    public HoleRecord wrap(final RecordView record) {
        return wrap(record.payload(), record.payloadOffset());
    }

    public HoleRecord wrap(final DirectBuffer buffer, final int offset) {
        this.buffer = buffer;
        this.offset = offset;
        int at = offset + TEXTS;
        for (int i = 0; i < TEXT_COUNT; i++) {
            textOffsets[i] = at;
            at = Texts.skip(buffer, at);
        }
        return this;
    }

    /** What goes into a record; the arrays may be longer than the counts. */
    public interface Source {
        long resultSeq();

        long traceSeq();

        long headsSeq();

        long lastWallTimeNs();

        CharSequence toolbox();

        CharSequence tool();

        CharSequence machineId();

        CharSequence resultId();

        CharSequence headId();

        CharSequence sourceTimestamp();

        CharSequence reason();

        int stepCount();

        int sampleCount();

        float[] stepCode();

        float[] torqueEmptyA();

        float[] thrustEmptyA();

        float[] positionMm();

        float[] torqueA();

        float[] thrustA();

        float[] step();
    }

    /** @return payload length, bytes. The buffer must expand or be large enough. */
    public static int encode(final MutableDirectBuffer buffer, final int offset, final Source from) {
        buffer.putLong(offset + RESULT_SEQ, from.resultSeq(), LITTLE_ENDIAN);
        buffer.putLong(offset + TRACE_SEQ, from.traceSeq(), LITTLE_ENDIAN);
        buffer.putLong(offset + HEADS_SEQ, from.headsSeq(), LITTLE_ENDIAN);
        buffer.putLong(offset + LAST_WALL, from.lastWallTimeNs(), LITTLE_ENDIAN);
        buffer.putInt(offset + SAMPLES, from.sampleCount(), LITTLE_ENDIAN);
        buffer.putInt(offset + STEPS, from.stepCount(), LITTLE_ENDIAN);
        buffer.putInt(offset + 44, 0, LITTLE_ENDIAN);
        int at = offset + TEXTS;
        at = Texts.put(buffer, at, from.toolbox());
        at = Texts.put(buffer, at, from.tool());
        at = Texts.put(buffer, at, from.machineId());
        at = Texts.put(buffer, at, from.resultId());
        at = Texts.put(buffer, at, from.headId());
        at = Texts.put(buffer, at, from.sourceTimestamp());
        at = Texts.put(buffer, at, from.reason());
        while ((at - offset & 3) != 0) {
            buffer.putByte(at++, (byte) 0);
        }
        buffer.putInt(offset + TEXTS_LENGTH, at - offset - TEXTS, LITTLE_ENDIAN);
        at = putFloats(buffer, at, from.stepCode(), from.stepCount());
        at = putFloats(buffer, at, from.torqueEmptyA(), from.stepCount());
        at = putFloats(buffer, at, from.thrustEmptyA(), from.stepCount());
        at = putFloats(buffer, at, from.positionMm(), from.sampleCount());
        at = putFloats(buffer, at, from.torqueA(), from.sampleCount());
        at = putFloats(buffer, at, from.thrustA(), from.sampleCount());
        at = putFloats(buffer, at, from.step(), from.sampleCount());
        return at - offset;
    }

    /** In one copy: records are little-endian, and so is every machine that Chronicle runs on. */
    private static int putFloats(final MutableDirectBuffer buffer, final int offset, final float[] values, final int count) {
        Objects.checkFromIndexSize(0, count, values.length);
        final int end = offset + count * Float.BYTES;
        buffer.checkLimit(end); // expands what can
        UnsafeApi.copyMemory(values, ARRAY_BASE, buffer.byteArray(), buffer.addressOffset() + offset, end - offset);
        return end;
    }

    public long resultSeq() {
        return buffer.getLong(offset + RESULT_SEQ, LITTLE_ENDIAN);
    }

    public long traceSeq() {
        return buffer.getLong(offset + TRACE_SEQ, LITTLE_ENDIAN);
    }

    public long headsSeq() {
        return buffer.getLong(offset + HEADS_SEQ, LITTLE_ENDIAN);
    }

    public long lastWallTimeNs() {
        return buffer.getLong(offset + LAST_WALL, LITTLE_ENDIAN);
    }

    public int sampleCount() {
        return buffer.getInt(offset + SAMPLES, LITTLE_ENDIAN);
    }

    public int stepCount() {
        return buffer.getInt(offset + STEPS, LITTLE_ENDIAN);
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

    public String reason() {
        return Texts.get(buffer, textOffsets[6]);
    }

    /** Copies toolbox, tool, machineId, resultId, headId and sourceTimestamp. @return the offset behind them */
    int putIdentity(final MutableDirectBuffer into, final int at) {
        final int length = textOffsets[IDENTITY_TEXTS] - textOffsets[0];
        into.putBytes(at, buffer, textOffsets[0], length);
        return at + length;
    }

    /** Partition of the tool among n workers: stable for ever, so that replay finds the same owner. */
    public int owner(final int workers) {
        return Math.floorMod(toolHash(), workers);
    }

    /** Hash of toolbox and tool, stable for ever. */
    public int toolHash() {
        return Hashes.ofTool(buffer, textOffsets[0], textOffsets[1]);
    }

    public void copySteps(final float[] code, final float[] torqueEmptyA, final float[] thrustEmptyA) {
        final int m = stepCount();
        final int at = curvesOffset();
        getFloats(at, code, m);
        getFloats(at + 4 * m, torqueEmptyA, m);
        getFloats(at + 8 * m, thrustEmptyA, m);
    }

    public void copyCurves(final float[] positionMm, final float[] torqueA, final float[] thrustA, final float[] step) {
        final int n = sampleCount();
        final int at = curvesOffset() + 12 * stepCount();
        getFloats(at, positionMm, n);
        getFloats(at + 4 * n, torqueA, n);
        getFloats(at + 8 * n, thrustA, n);
        getFloats(at + 12 * n, step, n);
    }

    /** @return bytes before the curves: a copy of them is as good as the record for all that is not a curve. */
    public int headLength() {
        return curvesOffset() - offset;
    }

    private int curvesOffset() {
        return offset + TEXTS + buffer.getInt(offset + TEXTS_LENGTH, LITTLE_ENDIAN);
    }

    private void getFloats(final int at, final float[] into, final int count) {
        Objects.checkFromIndexSize(0, count, into.length);
        buffer.boundsCheck(at, count * Float.BYTES);
        UnsafeApi.copyMemory(buffer.byteArray(), buffer.addressOffset() + at, into, ARRAY_BASE,
            (long) count * Float.BYTES);
    }
}
