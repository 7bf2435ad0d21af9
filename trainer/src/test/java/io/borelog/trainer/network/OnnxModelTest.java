package io.borelog.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.borelog.trainer.Engine;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The file, run by ONNX Runtime, is the network that PyTorch trained. */
class OnnxModelTest {
    private static final int CHANNELS = 6;
    private static final int HOLE = CHANNELS * DepthNetwork.LENGTH;

    @Test
    void shouldAnswerLikeTheTrainedNetworkForAnyNumberOfRows() throws OrtException {
        Engine.require();
        final Weights weights = disturbed();
        final byte[] model = OnnxModel.of(weights, CHANNELS);
        try (TorchNetwork network = new TorchNetwork(CHANNELS); OrtSession session = session(model)) {
            for (final int rows : new int[] {1, 3, 32}) {
                final float[] input = random(rows * HOLE, rows);
                assertArrayEquals(network.answer(weights, input), run(session, input), 1e-5f, rows + " rows");
            }
        }
    }

    @Test
    void shouldGiveEachHoleTheSameBitsAloneAndInABatch() throws OrtException {
        try (OrtSession session = session(OnnxModel.of(disturbed(), CHANNELS))) {
            final float[] batch = random(32 * HOLE, 7);
            final float[] together = run(session, batch);
            final int answer = DepthNetwork.KEY_POINTS * DepthNetwork.PLACES;
            for (int row = 0; row < 32; row++) {
                final float[] hole = Arrays.copyOfRange(batch, row * HOLE, (row + 1) * HOLE);
                assertArrayEquals(Arrays.copyOfRange(together, row * answer, (row + 1) * answer), run(session, hole), "row " + row);
            }
        }
    }

    @Test
    void shouldGiveProbabilities() throws OrtException {
        try (OrtSession session = session(OnnxModel.of(disturbed(), CHANNELS))) {
            final float[] answer = run(session, random(HOLE, 3));
            for (int k = 0; k < DepthNetwork.KEY_POINTS; k++) {
                double sum = 0;
                for (int i = 0; i < DepthNetwork.PLACES; i++) {
                    sum += answer[k * DepthNetwork.PLACES + i];
                }
                assertEquals(1, sum, 1e-4);
            }
        }
    }

    @Test
    void shouldWriteTheSameBytesForTheSameWeights() {
        assertArrayEquals(OnnxModel.of(disturbed(), CHANNELS), OnnxModel.of(disturbed(), CHANNELS));
    }

    /** Initial weights in which also the biases and statistics are no round numbers. */
    private static Weights disturbed() {
        final Weights weights = Weights.initial(Outline.of(CHANNELS).tensors(), 1);
        final Random random = new Random(2);
        for (final Tensor tensor : weights.tensors()) {
            if (tensor.role() != Tensor.Role.WEIGHT) {
                final float[] value = weights.get(tensor.name());
                for (int i = 0; i < value.length; i++) {
                    value[i] += 0.2f * (random.nextFloat() - 0.5f);
                }
            }
        }
        return weights;
    }

    private static OrtSession session(final byte[] model) throws OrtException {
        final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return OrtEnvironment.getEnvironment().createSession(model, options);
    }

    private static float[] run(final OrtSession session, final float[] input) throws OrtException {
        final long rows = input.length / HOLE;
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input),
                new long[] {rows, CHANNELS, DepthNetwork.LENGTH});
                OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, tensor))) {
            final FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            final float[] answer = new float[values.remaining()];
            values.get(answer);
            return answer;
        }
    }

    private static float[] random(final int length, final long seed) {
        final Random random = new Random(seed);
        final float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
