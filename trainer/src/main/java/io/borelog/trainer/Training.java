package io.borelog.trainer;

import io.borelog.trainer.network.Outline;
import io.borelog.trainer.network.OnnxModel;
import io.borelog.trainer.network.TorchNetwork;
import io.borelog.trainer.network.Weights;
import java.io.IOException;

/** One training from its first or a later step to its end, on the calling thread; {@link Batches} has another for the examples. */
final class Training implements AutoCloseable {
    private final Recipe recipe;
    private final ExampleSource source;
    private final Checkpoint checkpoint;
    private final Weights weights;
    private final Weights average;
    private final Weights gradients;
    private final AdamW optimiser;
    private final TorchNetwork network;
    private volatile boolean stopping;
    private int step;

    /** Hears of every step. */
    interface Progress {
        void step(int step, float loss, double gradientLength);
    }

    Training(final Recipe recipe, final ExampleSource source, final Checkpoint checkpoint) {
        this.recipe = recipe;
        this.source = source;
        this.checkpoint = checkpoint;
        final Outline outline = Outline.of(source.channels());
        weights = Weights.initial(outline.tensors(), recipe.seed());
        average = new Weights(outline.tensors());
        average.copyFrom(weights);
        gradients = new Weights(outline.tensors());
        optimiser = new AdamW(weights);
        network = new TorchNetwork(source.channels());
    }

    /** Goes on from the checkpoint. */
    void resume() throws IOException {
        step = checkpoint.read(recipe, weights, average, optimiser);
    }

    /** Runs up to that step, to the end, or until told to stop, whichever comes first; writes checkpoints on the way, and one then. */
    void run(final int until, final int checkpointEvery, final Progress progress) throws IOException, InterruptedException {
        try (Batches batches = new Batches(source, recipe.rows(), step)) {
            while (step < Math.min(until, recipe.steps()) && !stopping) {
                final Batches.Batch batch = batches.take();
                final float loss = network.gradient(weights, gradients, batch.input(), batch.target());
                batches.giveBack(batch);
                final double length = optimiser.step(weights, gradients, recipe, step);
                average.approach(weights, recipe.averagingShare(step));
                step++;
                progress.step(step, loss, length);
                if (step % checkpointEvery == 0) {
                    checkpoint.write(recipe, step, weights, average, optimiser);
                }
            }
        }
        checkpoint.write(recipe, step, weights, average, optimiser);
    }

    /** Ends {@link #run} after the step in hand. Any thread. */
    void stop() {
        stopping = true;
    }

    /** Steps done. */
    int step() {
        return step;
    }

    boolean isDone() {
        return step == recipe.steps();
    }

    /** The averaged weights. */
    Weights average() {
        return average;
    }

    /** The averaged weights as an ONNX file. */
    byte[] model() {
        return OnnxModel.of(average, source.channels());
    }

    @Override
    public void close() {
        network.close();
    }
}
