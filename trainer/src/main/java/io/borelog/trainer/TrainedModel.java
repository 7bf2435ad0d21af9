package io.borelog.trainer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.trainer.network.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A freshly exported model in ONNX Runtime, with no manifest yet: for measuring it, and for the golden answer that its manifest will name.
 * Shows the heat maps that the infer stage keeps to itself. One thread.
 */
final class TrainedModel implements AutoCloseable {
    private final OrtSession session;
    private final PositionWindow window = new PositionWindow();
    private final KeyPointHeat points = new KeyPointHeat();
    private final float[] input = new float[PositionWindow.SIZE];
    private final float[] heat = new float[KeyPointHeat.SIZE];
    private final FloatBuffer in =
        ByteBuffer.allocateDirect(Float.BYTES * PositionWindow.SIZE).order(ByteOrder.nativeOrder()).asFloatBuffer();

    TrainedModel(final byte[] model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = OrtEnvironment.getEnvironment().createSession(model, options);
        }
    }

    /** @return OK when {@link #points} and {@link #heat} hold this hole's answer, else why it has no window. */
    Status run(final HoleCurves hole) throws OrtException {
        final Status filled = window.fill(hole, input, 0);
        if (filled != Status.OK) {
            return filled;
        }
        in.put(0, input);
        final long[] shape = {1, PositionWindow.CHANNELS, PositionWindow.CELLS};
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), in, shape);
            OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            ((OnnxTensor) result.get(OnnxModel.OUTPUT).orElseThrow()).getFloatBuffer().get(heat);
        }
        points.read(heat, 0, window);
        return Status.OK;
    }

    KeyPointHeat points() {
        return points;
    }

    /** {@value KeyPointHeat#SIZE} probabilities. */
    float[] heat() {
        return heat;
    }

    /** {@value PositionWindow#SIZE} values. */
    float[] input() {
        return input;
    }

    double originMm() {
        return window.originMm();
    }

    int cells() {
        return window.cells();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
