package io.borelog.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.trainer.network.DepthNetwork;
import io.borelog.trainer.network.TorchNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on holes that are easy to learn. */
class TrainingTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void engine() {
        Engine.require();
    }

    @Test
    void shouldEndWithTheSameBytesWhetherItWasStoppedOrNot() throws Exception {
        final Recipe recipe = Recipe.of(1, 12);
        final byte[] whole;
        try (Training training = training(recipe, "whole")) {
            training.run(12, 1000, (step, loss, length) -> { });
            whole = training.model();
        }
        try (Training training = training(recipe, "stopped")) {
            training.run(12, 1000, (step, loss, length) -> {
                if (step == 5) {
                    training.stop();
                }
            });
            assertFalse(training.isDone());
        }
        try (Training training = training(recipe, "stopped")) {
            training.resume();
            assertEquals(5, training.step());
            training.run(12, 1000, (step, loss, length) -> { });
            assertArrayEquals(whole, training.model());
        }
    }

    @Test
    void shouldGiveAnotherModelForAnotherSeed() throws Exception {
        assertFalse(Arrays.equals(model(1), model(2)));
    }

    private byte[] model(final long seed) throws IOException, InterruptedException {
        try (Training training = training(Recipe.of(seed, 2), "seed" + seed)) {
            training.run(2, 1000, (step, loss, length) -> { });
            return training.model();
        }
    }

    @Test
    void shouldFindTheRampsOfHolesItHasNeverSeen() throws Exception {
        final int holes = 32;
        final int learnt = 120;
        try (Training training = training(new Recipe(1, learnt, 32, 2e-3, 12, 1e-2, 1, 0.95), "learn");
                TorchNetwork network = new TorchNetwork(6)) {
            training.run(learnt, 1000, (step, loss, length) -> { });
            try (Batches batches = new Batches(new ToySource(99), holes, 0)) {
                final Batches.Batch batch = batches.take();
                final float[] answer = network.answer(training.average(), batch.input());
                int right = 0;
                for (int row = 0; row < holes * DepthNetwork.KEY_POINTS; row++) {
                    right += Math.abs(likeliest(answer, row) - likeliest(batch.target(), row)) <= 8 ? 1 : 0;
                }
                final int points = holes * DepthNetwork.KEY_POINTS;
                final int found = right;
                assertTrue(found >= 0.9 * points, () -> found + " of " + points + " key points within 0.4 mm");
            }
        }
    }

    private static int likeliest(final float[] probabilities, final int row) {
        int best = 0;
        for (int i = 1; i < DepthNetwork.PLACES; i++) {
            if (probabilities[row * DepthNetwork.PLACES + i] > probabilities[row * DepthNetwork.PLACES + best]) {
                best = i;
            }
        }
        return best;
    }

    private Training training(final Recipe recipe, final String name) {
        return new Training(recipe, new ToySource(recipe.seed()), new Checkpoint(folder.resolve(name)));
    }
}
