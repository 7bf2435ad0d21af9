package io.borelog.trainer;

import io.borelog.trainer.network.DepthNetwork;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Makes batches on a thread of its own while the trainer computes; batch n has the examples n x rows and on. */
final class Batches implements AutoCloseable {
    private static final int AHEAD = 4;

    private final ExampleSource source;
    private final int rows;
    private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(AHEAD);
    private final BlockingQueue<Batch> filled = new ArrayBlockingQueue<>(AHEAD + 1);
    private final Thread thread;
    private long number;

    /** One batch, used again once it is given back. */
    record Batch(float[] input, float[] target, Throwable failure) {
    }

    Batches(final ExampleSource source, final int rows, final long first) {
        this.source = source;
        this.rows = rows;
        this.number = first;
        for (int i = 0; i < AHEAD; i++) {
            free.add(new Batch(new float[rows * source.channels() * DepthNetwork.LENGTH],
                new float[rows * DepthNetwork.KEY_POINTS * DepthNetwork.PLACES], null));
        }
        thread = new Thread(this::make, "examples");
        thread.setDaemon(true);
        thread.start();
    }

    private void make() {
        final float[] input = new float[source.channels() * DepthNetwork.LENGTH];
        final float[] target = new float[DepthNetwork.KEY_POINTS * DepthNetwork.PLACES];
        try {
            while (true) {
                final Batch batch = free.take();
                for (int row = 0; row < rows; row++) {
                    source.example(number * rows + row, input, target);
                    System.arraycopy(input, 0, batch.input(), row * input.length, input.length);
                    System.arraycopy(target, 0, batch.target(), row * target.length, target.length);
                }
                number++;
                filled.put(batch);
            }
        } catch (final InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (final Throwable failure) { // also an error: take() would wait for ever
            filled.add(new Batch(null, null, failure));
        }
    }

    /** The next batch; throws where the source failed. */
    Batch take() throws InterruptedException {
        final Batch batch = filled.take();
        if (batch.failure() != null) {
            throw new IllegalStateException("an example could not be made", batch.failure());
        }
        return batch;
    }

    void giveBack(final Batch batch) {
        free.add(batch);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
