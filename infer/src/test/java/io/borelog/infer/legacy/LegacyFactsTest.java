package io.borelog.infer.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import io.borelog.infer.edge.RealRecords;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The recipe on real holes against what the legacy system gave, or an independent computation of its rules did. */
class LegacyFactsTest {
    private static final double ROUNDING_MM = 0.0006;

    private final FloatBuffer in = FloatBuffer.allocate(Windows.WINDOWS * Windows.SIZE);
    private final TransitionRule transition = new TransitionRule();

    private static HoleCurves message(final String set, final String file) {
        return RealRecords.readTrace(RealRecords.folder().resolve("mqtt").resolve(set).resolve(file));
    }

    private static HoleCurves record(final String file) {
        return RealRecords.readXls(RealRecords.folder().resolve("xls").resolve(file));
    }

    private static Path run(final String hole) {
        return Path.of("mdb-mql-1", "E00401009F45C395_114-V3-002-MQ_ST_" + hole + ".xls");
    }

    private void assertRules(final HoleCurves hole, final double entryMm, final double transitionMm) {
        assertEquals(entryMm, EntryRule.positionMm(hole, EntryRule.find(hole)), ROUNDING_MM);
        assertEquals(transitionMm, hole.positionMm[transition.find(hole, TransitionRule.stepBegins(hole))], ROUNDING_MM);
    }

    @Test
    void shouldFindEntryAndTransitionOfTheCompleteTriple() {
        final HoleCurves hole = message("data_20250326", "Trace.json");
        assertEquals(9769, hole.count);
        assertEquals(311, EntryRule.find(hole));
        assertEquals(2163, TransitionRule.stepBegins(hole));
        assertEquals(2130, transition.find(hole, 2163));
        assertEquals(0.034235788, transition.threshold(), 1e-8);
        assertRules(hole, 3.588, 21.366);
    }

    @Test
    void shouldMakeRowsOfTheCompleteTriple() {
        final Phases phases = new Phases().wrap(message("data_20250326", "Trace.json"));
        assertEquals(2073, phases.rowCount());
        assertEquals(443, phases.peakRow());
        assertEquals(10.547, phases.torqueA(7, 443), ROUNDING_MM);
        final double[] first = {0, 0, 21.359, 21.363, 21.366};
        for (int row = 0; row < first.length; row++) {
            assertEquals(first[row], phases.positionMm(row), ROUNDING_MM);
        }
        assertEquals(31.040, phases.positionMm(2072), ROUNDING_MM);
    }

    @Test
    void shouldFillTheWindowsOfTheCompleteTriple() {
        final HoleCurves hole = message("data_20250326", "Trace.json");
        final LegacyRecipe recipe = new LegacyRecipe();
        assertEquals(Status.OK, recipe.prepare(hole, in, 0));
        final Windows windows = new Windows();
        assertTrue(windows.fill(hole, in, 0));
        assertEquals(513, windows.firstRow());
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int window = 0; window < Windows.WINDOWS; window++) {
            for (int row = 0; row < Windows.LENGTH; row++) {
                lowest = Math.min(lowest, windows.positionMm(window, row));
                highest = Math.max(highest, windows.positionMm(window, row));
            }
        }
        assertEquals(21.872, lowest, ROUNDING_MM);
        assertEquals(25.179, highest, ROUNDING_MM);
    }

    @Test
    void shouldFindNoTransitionWhereTheLegacySystemPublishedNothing() {
        final HoleCurves hole = message("data0", "Trace.json");
        assertEquals(128, EntryRule.find(hole));
        assertEquals(4.178, EntryRule.positionMm(hole, 128), ROUNDING_MM);
        assertEquals(Status.NO_TRANSITION, new LegacyRecipe().prepare(hole, in, 0));
    }

    @Test
    void shouldAgreeWithTheLegacyNotebooks() {
        final HoleCurves data2 = message("data2", "Trace.json");
        assertEquals(142, EntryRule.find(data2));
        assertEquals(166, transition.find(data2, 451));
        assertEquals(451, TransitionRule.stepBegins(data2));
        assertEquals(13.213, data2.positionMm[451], ROUNDING_MM);
        assertRules(data2, 4.805, 5.219);
        final HoleCurves second = record("mdb/17070141_17070141_ST_753_55.xls");
        assertEquals(133, EntryRule.find(second));
        assertEquals(12.989, second.positionMm[TransitionRule.stepBegins(second)], ROUNDING_MM);
        assertRules(second, 4.569, 5.010);
        assertRules(record("mdb/17070141_17070141_ST_798_100.xls"), 5.227, 5.512);
        assertRules(record("mdb/17070143_17070143_ST_885_99.xls"), 4.596, 4.907);
    }

    @Test
    void shouldReadTheCouponAsTheLegacySystemDid() {
        assertRules(record("coupon_ham/17070143_17070143_ST_1092_1.xls"), 4.755, 5.284);
    }

    @Test
    void shouldAgreeOnHolesOfTheLongRun() {
        assertRules(record(run("1874_1").toString()), 5.637, 10.252);
        assertRules(record(run("1931_18").toString()), 5.462, 10.343);
        assertRules(record(run("1913_40").toString()), 5.405, 20.652);
    }

    @Test
    void shouldMissTheSameEntriesAsTheLegacySystem() {
        final HoleCurves early = record(run("1993_40").toString());
        assertTrue(EntryRule.positionMm(early, EntryRule.find(early)) < 1);
    }
}
