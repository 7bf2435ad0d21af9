package io.borelog.infer.onnx;

import io.borelog.infer.HoleCurves;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The curves of one hole as a file, little-endian: the input that a model must answer as its manifest says before it is believed.
 * <pre>
 *   0  i32  magic and version
 *   4  i32  samples n
 *   8  i32  steps m
 *  12  f32  step code[m], torque empty[m] A, thrust empty[m] A, position[n] mm, torque[n] A, thrust[n] A, step[n]
 * </pre>
 */
public final class GoldenHole {
    private static final int MAGIC_AND_VERSION = 0x601D_0001;
    private static final int HEAD = 12;
    private static final int CURVES = 4;
    private static final int STEP_COLUMNS = 3;
    private static final int MAX_SAMPLES = 1 << 20;
    private static final int MAX_STEPS = 1 << 10;

    private GoldenHole() {
    }

    /** @throws IllegalArgumentException saying what is wrong with the bytes */
    static HoleCurves read(final byte[] bytes) {
        final ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEAD || from.getInt() != MAGIC_AND_VERSION) {
            throw new IllegalArgumentException("is no golden hole");
        }
        final HoleCurves hole = new HoleCurves();
        hole.count = from.getInt();
        hole.stepCount = from.getInt();
        if (hole.count < 0 || hole.count > MAX_SAMPLES || hole.stepCount < 0 || hole.stepCount > MAX_STEPS
            || bytes.length != length(hole)) {
            throw new IllegalArgumentException(
                "has " + bytes.length + " bytes for " + hole.count + " samples and " + hole.stepCount + " steps");
        }
        hole.ensureCapacity(hole.count, hole.stepCount);
        for (final float[] column : new float[][] {hole.stepCode, hole.torqueEmptyA, hole.thrustEmptyA}) {
            from.asFloatBuffer().get(column, 0, hole.stepCount);
            from.position(from.position() + hole.stepCount * Float.BYTES);
        }
        for (final float[] curve : new float[][] {hole.positionMm, hole.torqueA, hole.thrustA, hole.step}) {
            from.asFloatBuffer().get(curve, 0, hole.count);
            from.position(from.position() + hole.count * Float.BYTES);
        }
        return hole;
    }

    /** For those who make a model. */
    public static byte[] write(final HoleCurves hole) {
        final ByteBuffer into = ByteBuffer.allocate(length(hole)).order(ByteOrder.LITTLE_ENDIAN);
        into.putInt(MAGIC_AND_VERSION).putInt(hole.count).putInt(hole.stepCount);
        for (final float[] column : new float[][] {hole.stepCode, hole.torqueEmptyA, hole.thrustEmptyA}) {
            into.asFloatBuffer().put(column, 0, hole.stepCount);
            into.position(into.position() + hole.stepCount * Float.BYTES);
        }
        for (final float[] curve : new float[][] {hole.positionMm, hole.torqueA, hole.thrustA, hole.step}) {
            into.asFloatBuffer().put(curve, 0, hole.count);
            into.position(into.position() + hole.count * Float.BYTES);
        }
        return into.array();
    }

    private static int length(final HoleCurves hole) {
        return HEAD + Float.BYTES * (STEP_COLUMNS * hole.stepCount + CURVES * hole.count);
    }
}
