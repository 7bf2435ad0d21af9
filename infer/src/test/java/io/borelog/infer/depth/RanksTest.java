package io.borelog.infer.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RanksTest {
    @Test
    void shouldFindTheValueThatSortingFinds() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 2_000; trial++) {
            final float[] values = new float[1 + random.nextInt(trial % 10 == 0 ? 1_024 : 40)];
            final int distinct = 1 + random.nextInt(2 * values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(distinct) - distinct / 2f;
            }
            final float[] sorted = values.clone();
            Arrays.sort(sorted);
            final int rank = random.nextInt(values.length);
            assertEquals(sorted[rank], Ranks.select(values, values.length, rank), "trial " + trial);
        }
    }

    @Test
    void shouldCopeWithRunsAndLeaveTheRestAlone() {
        final float[] values = {3, 3, 3, 5, 5, 1, 1, 9};
        assertEquals(5, Ranks.select(values, 7, 6));
        assertEquals(9, values[7]);
    }
}
