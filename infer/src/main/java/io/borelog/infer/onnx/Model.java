package io.borelog.infer.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One session of ONNX Runtime with its tensors. Both buffers are allocated once, for the largest batch; a tensor over their first rows is
 * made once per batch size and used again for every run. Owned by an {@link OnnxEstimator}, used by its one thread. Nothing else in the house
 * knows ONNX Runtime, {@link Ort} aside.
 */
final class Model implements AutoCloseable {
    /** What is wrong with the bytes or the tensors of a model, in one line. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1;

        UnfitException(final String message, final Throwable cause) {
            super(message, cause);
        }
    }

    /** Tensors of one batch size, in the form in which a run takes them. */
    private record Batch(OnnxTensor in, OnnxTensor out, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
    }

    private static final String WORDS = "- message: ";

    private final OrtSession session;
    private final boolean onCuda;
    private final int rowsPerHole;
    private final String inputName;
    private final String outputName;
    private final long[] inputShape;
    private final long[] outputShape;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final Batch[] batches;

    private Model(
        final OrtSession session, final boolean onCuda, final Manifest manifest, final Recipe recipe, final int holesPerRun) {
        this.session = session;
        this.onCuda = onCuda;
        rowsPerHole = recipe.rows();
        inputName = manifest.input().name();
        outputName = manifest.output().name();
        inputShape = withRows(recipe.inputShape());
        outputShape = withRows(recipe.outputShape());
        batches = new Batch[holesPerRun];
        input = allocate(floats(inputShape, holesPerRun * rowsPerHole));
        output = allocate(floats(outputShape, holesPerRun * rowsPerHole));
    }

    /**
     * @param bytes  the .onnx file, already compared with its hash
     * @param recipe whose tensors the model must have
     * @param alert  told where the device that was asked for cannot be had
     */
    static Model open(
        final byte[] bytes, final Manifest manifest, final Recipe recipe, final RuntimeOptions options,
        final Consumer<String> alert) throws UnfitException {
        OrtSession cuda = null;
        if (options.cuda()) {
            try {
                cuda = session(bytes, options, true);
            } catch (final OrtException | LinkageError ex) {
                alert.accept("infer.provider is cuda and the model runs on the CPU: " + words(ex));
            }
        }
        OrtSession session = cuda;
        try {
            session = session != null ? session : session(bytes, options, false);
            final int fixedRows = requireTensor("input", session.getInputInfo(), manifest.input(), recipe.inputShape());
            requireTensor("output", session.getOutputInfo(), manifest.output(), recipe.outputShape());
            if (session.getNumInputs() != 1) {
                throw new UnfitException("it has " + session.getNumInputs() + " inputs and a recipe fills one", null);
            }
            final int holesPerRun = holesPerRun(fixedRows, recipe.rows(), options);
            final Model model = new Model(session, cuda != null, manifest, recipe, holesPerRun);
            session = null;
            return model;
        } catch (final OrtException ex) {
            throw new UnfitException("ONNX Runtime cannot load it: " + words(ex), ex);
        } finally {
            close(session);
        }
    }

    private static OrtSession session(final byte[] bytes, final RuntimeOptions options, final boolean cuda) throws OrtException {
        final OrtEnvironment environment = Ort.environment();
        try (SessionOptions session = new SessionOptions()) {
            session.setIntraOpNumThreads(options.threads());
            session.setInterOpNumThreads(1);
            session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            session.setDeterministicCompute(options.bitStable());
            // a worker waits in its idle strategy; threads that spin beside it take a core from other stages
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
            session.addConfigEntry("session.inter_op.allow_spinning", "0");
            // shapes repeat: blocks of one size are planned once, and the arena keeps them, so that a run calls no malloc
            session.setMemoryPatternOptimization(true);
            session.setCPUArenaAllocator(true);
            if (cuda) {
                session.addCUDA();
            }
            return environment.createSession(bytes, session);
        }
    }

    /** @return rows where the model was exported with a fixed number of them, -1 where it takes any. */
    private static int requireTensor(
        final String what, final Map<String, NodeInfo> found, final Manifest.Tensor wanted, final long[] row)
        throws UnfitException {
        final NodeInfo node = found.get(wanted.name());
        if (node == null) {
            throw new UnfitException("it has no " + what + " " + wanted.name() + " but " + found.keySet(), null);
        }
        final ValueInfo value = node.getInfo();
        if (!(value instanceof TensorInfo) || ((TensorInfo) value).type != OnnxJavaType.FLOAT) {
            throw new UnfitException(what + " " + wanted.name() + " must be " + wanted.type() + ": " + typeOf(value), null);
        }
        final long[] shape = ((TensorInfo) value).getShape();
        boolean fits = shape.length == row.length + 1;
        for (int i = 0; fits && i < row.length; i++) {
            fits = shape[i + 1] == row[i] || shape[i + 1] < 0;
        }
        if (!fits) {
            throw new UnfitException(what + " " + wanted.name() + " must have the shape " + wanted.shape() + ": "
                + Arrays.toString(shape), null);
        }
        return (int) shape[0];
    }

    private static String typeOf(final ValueInfo value) {
        return value instanceof TensorInfo ? ((TensorInfo) value).type.toString() : value.toString();
    }

    /** ORT's own words without its codes, in one line. */
    private static String words(final Throwable ex) {
        final String message = Manifest.firstLine(ex.getMessage());
        final int words = message.indexOf(WORDS);
        return words < 0 ? message : message.substring(words + WORDS.length());
    }

    private static int holesPerRun(final int fixedRows, final int rowsPerHole, final RuntimeOptions options) throws UnfitException {
        if (fixedRows < 0) {
            return options.holesPerRun();
        }
        if (fixedRows != rowsPerHole) {
            throw new UnfitException("its tensors have " + fixedRows + " rows and the recipe fills " + rowsPerHole, null);
        }
        return 1;
    }

    private static long[] withRows(final long[] row) {
        final long[] shape = new long[row.length + 1];
        System.arraycopy(row, 0, shape, 1, row.length);
        return shape;
    }

    private static int floats(final long[] shape, final int rows) {
        long floats = rows;
        for (int i = 1; i < shape.length; i++) {
            floats *= shape[i];
        }
        return Math.toIntExact(floats);
    }

    private static FloatBuffer allocate(final int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES)).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** @return the input tensor of the largest batch. */
    FloatBuffer input() {
        return input;
    }

    /** @return the output tensor of the largest batch, after a run. */
    FloatBuffer output() {
        return output;
    }

    int holesPerRun() {
        return batches.length;
    }

    boolean isOnCuda() {
        return onCuda;
    }

    /** Runs over the rows of the first so many holes. What ORT allocates per call does not grow with them. */
    void run(final int holes) {
        try {
            final Batch batch = batch(holes);
            session.run(batch.inputs, batch.outputs).close();
        } catch (final OrtException ex) {
            final String sentence = "the model failed: " + words(ex);
            if (onCuda) { // the device, more likely than the hole: a new process looks for it again
                throw new StageException(ExitCode.CHECK_FAILED, sentence, ex);
            }
            throw new IllegalStateException(sentence, ex);
        }
    }

    private Batch batch(final int holes) throws OrtException {
        final Batch made = batches[holes - 1];
        return made != null ? made : makeBatch(holes);
    }

    private Batch makeBatch(final int holes) throws OrtException {
        final OnnxTensor in = tensor(input, inputShape, holes);
        final OnnxTensor out = tensor(output, outputShape, holes);
        batches[holes - 1] = new Batch(in, out,
            Collections.singletonMap(inputName, in), Collections.singletonMap(outputName, out)); // keeps its one entry
        return batches[holes - 1];
    }

    private OnnxTensor tensor(final FloatBuffer buffer, final long[] shape, final int holes) throws OrtException {
        final int rows = holes * rowsPerHole;
        final long[] withRows = shape.clone();
        withRows[0] = rows;
        return OnnxTensor.createTensor(Ort.environment(), buffer.slice(0, floats(shape, rows)), withRows);
    }

    @Override
    public void close() {
        for (final Batch batch : batches) {
            if (batch != null) {
                batch.in.close();
                batch.out.close();
            }
        }
        close(session);
    }

    private static void close(final OrtSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (final OrtException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
