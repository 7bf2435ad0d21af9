package io.borelog.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecipeTest {
    private final Recipe recipe = new Recipe(1, 1000, 32, 0.002, 100, 0.01, 1, 0.999);

    @Test
    void shouldRaiseTheRateInALineAndLowerItToNothing() {
        assertEquals(0.002 / 100, recipe.rate(0), 1e-12);
        assertEquals(0.001, recipe.rate(49), 1e-12);
        assertEquals(0.002, recipe.rate(99), 1e-12);
        assertEquals(0.001, recipe.rate(550), 1e-12);
        for (int step = 100; step < 999; step++) {
            assertTrue(recipe.rate(step + 1) < recipe.rate(step), "step " + step);
        }
        assertEquals(0, recipe.rate(1000), 1e-12);
    }

    @Test
    void shouldForgetTheFirstWeightsSoonAndAverageLongLater() {
        assertEquals(0.9f, recipe.averagingShare(0), 1e-6f);
        assertEquals(0.001f, recipe.averagingShare(100_000), 1e-6f);
    }
}
