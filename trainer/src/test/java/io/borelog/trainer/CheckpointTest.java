package io.borelog.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.trainer.network.Outline;
import io.borelog.trainer.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final Recipe RECIPE = Recipe.of(1, 100);
    private final Outline outline = Outline.of(2);
    private final Weights weights = Weights.initial(outline.tensors(), 1);
    private final Weights average = Weights.initial(outline.tensors(), 2);
    private final AdamW adam = new AdamW(weights);
    private final Weights read = new Weights(outline.tensors());

    @TempDir
    private Path folder;
    private Path file;
    private Checkpoint checkpoint;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("checkpoint");
        checkpoint = new Checkpoint(file);
        adam.step(weights, Weights.initial(outline.tensors(), 3), RECIPE, 0);
        checkpoint.write(RECIPE, 42, weights, average, adam);
    }

    @Test
    void shouldGiveBackTheWholeState() throws IOException {
        final Weights readAverage = new Weights(outline.tensors());
        final AdamW readAdam = new AdamW(read);
        assertEquals(42, checkpoint.read(RECIPE, read, readAverage, readAdam));
        assertArrayEquals(weights.get("heat.weight"), read.get("heat.weight"));
        assertArrayEquals(average.get("level0.mean"), readAverage.get("level0.mean"));
        final Weights gradients = Weights.initial(outline.tensors(), 4);
        adam.step(weights, gradients, RECIPE, 1);
        readAdam.step(read, gradients, RECIPE, 1);
        assertArrayEquals(weights.get("heat.weight"), read.get("heat.weight"));
    }

    @Test
    void shouldRefuseToGoOnWithAnotherRecipe() {
        final IOException refused = assertThrows(IOException.class,
            () -> checkpoint.read(Recipe.of(2, 100), read, new Weights(outline.tensors()), adam));
        assertTrue(refused.getMessage().contains("seed=1") && refused.getMessage().contains("seed=2"), refused::getMessage);
    }

    @Test
    void shouldRefuseTheStateOfAnotherNetwork() {
        final Outline other = Outline.of(1);
        final Weights smaller = new Weights(other.tensors());
        assertThrows(IOException.class, () -> checkpoint.read(RECIPE, smaller, new Weights(other.tensors()), new AdamW(smaller)));
    }

    @Test
    void shouldRefuseAFileThatIsNoCheckpoint() throws IOException {
        Files.writeString(file, "something else");
        assertThrows(IOException.class, () -> checkpoint.read(RECIPE, read, new Weights(outline.tensors()), adam));
    }
}
