package io.borelog.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.borelog.trainer.network.DepthNetwork;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchesTest {
    private static final int ROWS = 3;
    private static final int TARGET = DepthNetwork.KEY_POINTS * DepthNetwork.PLACES;

    @Test
    void shouldHandOutTheExamplesInOrderFromTheGivenBatchOn() throws InterruptedException {
        final ToySource source = new ToySource(1);
        final float[] input = new float[source.channels() * DepthNetwork.LENGTH];
        final float[] target = new float[TARGET];
        try (Batches batches = new Batches(new ToySource(1), ROWS, 5)) {
            for (int number = 5; number < 15; number++) {
                final Batches.Batch batch = batches.take();
                for (int row = 0; row < ROWS; row++) {
                    source.example(number * ROWS + row, input, target);
                    assertArrayEquals(input, Arrays.copyOfRange(batch.input(), row * input.length, (row + 1) * input.length));
                    assertArrayEquals(target, Arrays.copyOfRange(batch.target(), row * TARGET, (row + 1) * TARGET));
                }
                batches.giveBack(batch);
            }
        }
    }

    @Test
    void shouldEndWithTheFailureOfTheSource() throws InterruptedException {
        final IllegalStateException failure = new IllegalStateException("no drill");
        final ExampleSource broken = new ExampleSource() {
            @Override
            public int channels() {
                return 1;
            }

            @Override
            public void example(final long number, final float[] input, final float[] target) {
                if (number == ROWS) {
                    throw failure;
                }
            }
        };
        try (Batches batches = new Batches(broken, ROWS, 0)) {
            batches.giveBack(batches.take());
            final IllegalStateException thrown = assertThrows(IllegalStateException.class, batches::take);
            assertEquals("an example could not be made", thrown.getMessage());
            assertSame(failure, thrown.getCause());
        }
    }
}
