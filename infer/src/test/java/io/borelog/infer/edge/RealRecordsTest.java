package io.borelog.infer.edge;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static io.borelog.infer.edge.Invariants.assertHonest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The estimator against real holes. Their truth: one coupon of known thickness, and stacks that were drilled many times. */
class RealRecordsTest {
    /** Samples from cut to cut; prime, so that cuts fall anywhere in a peck. */
    private static final int CUT_STRIDE = 23;

    private final EdgeEstimator estimator = new EdgeEstimator();

    @Test
    void shouldFindTheKeyPointsOfTheCompleteTriple() {
        final KeyPoints points = estimate(RealRecords.readTrace(trace("data_20250326")));
        assertEquals(Status.OK, points.status);
        assertBetween(3.7, 4.4, points.entryMm);
        assertBetween(21.6, 22.1, points.transitionMm);
        assertBetween(24.7, 25.3, points.exitMm);
    }

    @Test
    void shouldMeasureTheCouponOfFourAndFourMillimetres() {
        final Path coupon = RealRecords.folder().resolve("xls/coupon_ham/17070143_17070143_ST_1092_1.xls");
        final KeyPoints points = estimate(RealRecords.readXls(coupon));
        assertEquals(Status.OK, points.status);
        assertEquals(8.0, points.exitMm - points.entryMm, 0.15);
        assertEquals(4.0, points.transitionMm - points.entryMm, 0.15);
    }

    @Test
    void shouldNeverInventThreePointsForTheHoleThatEndsInsideTheMaterial() {
        final KeyPoints points = estimate(RealRecords.readTrace(trace("data0")));
        assertNotEquals(Status.OK, points.status);
        assertTrue(Double.isNaN(points.transitionMm));
    }

    @Test
    void shouldSayThatATriangleHasNoPlateau() {
        final KeyPoints points = estimate(RealRecords.readTrace(trace("data2")));
        assertEquals(Status.NO_PLATEAU, points.status);
        assertBetween(5.0, 6.0, points.entryMm);
        assertTrue(Double.isNaN(points.transitionMm) && Double.isNaN(points.exitMm));
    }

    @Test
    void shouldAnswerSingleStepWithTheLegacyText() {
        for (final String set : List.of("data1", "data_20250623")) {
            final KeyPoints points = estimate(RealRecords.readTrace(trace(set)));
            assertEquals(Status.SINGLE_STEP, points.status);
            assertEquals("Not enough steps to estimate depth", points.reason);
        }
    }

    @Test
    void shouldRepeatWithinATenthOfAMillimetreOnEachStack() {
        final Path folder = RealRecords.folder();
        final double[] s1 = stack(folder, 11.2, 16.7, 1874, 1883, 1953, 2023);
        final double[] s2 = stack(folder, 11.2, 22.3, 1894, 1901, 1931, 2033);
        final double[] s3 = stack(folder, 16.4, 21.3, 1884, 1943, 1993, 2003);
        final double[] s4 = stack(folder, 21.55, 27.0, 1904, 1913, 1983, 2013);
        assertTrue(s1[1] < s3[0] && s3[1] < s2[0] && s2[1] < s4[0], "exits of the stacks overlap");
    }

    @Test
    void shouldGiveTheSameBitsForTraceAndRecordOfOneHole() {
        final Path folder = RealRecords.folder();
        final KeyPoints trace = estimate(RealRecords.readTrace(trace("data2")));
        final KeyPoints record = estimate(RealRecords.readXls(folder.resolve("xls/json_twins/17070141_17070141_ST_59_55.xls")));
        assertEquals(trace.status, record.status);
        assertEquals(trace.entryMm, record.entryMm);
        assertEquals(trace.transitionMm, record.transitionMm);
        assertEquals(trace.exitMm, record.exitMm);
    }

    @Test
    void shouldAnswerEveryRecordHonestly() throws IOException {
        final List<String> table = new ArrayList<>();
        final Path folder = RealRecords.folder();
        for (final String set : List.of("data0", "data1", "data2", "data_20250326", "data_20250623")) {
            table.add(row(set, estimate(RealRecords.readTrace(trace(set)))));
        }
        for (final Path file : RealRecords.xls(folder.resolve("xls"))) {
            table.add(row(folder.resolve("xls").relativize(file).toString(), estimate(RealRecords.readXls(file))));
        }
        Files.write(Files.createDirectories(Path.of("target")).resolve("edge-real-records.txt"), table);
    }

    /** Every record cut short wherever the recording might have stopped: the numbers it still gives are those of the whole. */
    @Test
    void shouldNeverGiveThreePointsToARecordCutBeforeItsExit() {
        for (final Path file : RealRecords.xls(RealRecords.folder().resolve("xls"))) {
            final HoleCurves curves = RealRecords.readXls(file);
            final KeyPoints whole = estimate(curves);
            if (whole.status == Status.OK) {
                assertHonestWhenCut(file.getFileName().toString(), curves, whole);
            }
        }
    }

    private void assertHonestWhenCut(final String name, final HoleCurves curves, final KeyPoints whole) {
        float deepest = 0;
        final int samples = curves.count;
        for (curves.count = 1; curves.count < samples; curves.count++) {
            deepest = Math.max(deepest, curves.positionMm[curves.count - 1]);
            if (curves.count % CUT_STRIDE == 0) {
                final KeyPoints cut = estimate(curves);
                final String at = name + " cut at " + deepest + " mm";
                assertTrue(cut.status != Status.OK || deepest > whole.exitMm, at);
                assertSameOrUnknown(whole.transitionMm, cut.transitionMm, 0.3, at);
                assertSameOrUnknown(whole.exitMm, cut.exitMm, 0.3, at);
                assertSameOrUnknown(whole.entryMm, cut.entryMm, 0.8, at);
            }
        }
    }

    private static void assertSameOrUnknown(final double whole, final double cut, final double bound, final String at) {
        if (!Double.isNaN(cut)) {
            assertEquals(whole, cut, bound, at);
        }
    }

    /** Checks one stack and returns its lowest and highest exit. */
    private double[] stack(final Path folder, final double transition, final double exit, final int... counters) {
        final double[] transitions = new double[counters.length];
        final double[] exits = new double[counters.length];
        for (int i = 0; i < counters.length; i++) {
            final KeyPoints points = estimate(RealRecords.readXls(holeOfRun(folder, counters[i])));
            assertEquals(Status.OK, points.status, "hole " + counters[i]);
            assertBetween(5.4 + 0.3, 5.4 + 1.1, points.entryMm);
            transitions[i] = points.transitionMm;
            exits[i] = points.exitMm;
        }
        assertSpread(transition, transitions);
        assertSpread(exit, exits);
        Arrays.sort(exits);
        return new double[] {exits[0], exits[exits.length - 1]};
    }

    private static void assertSpread(final double expected, final double[] values) {
        final double mean = Arrays.stream(values).average().orElseThrow();
        final double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
        assertEquals(expected, mean, 0.35);
        assertTrue(Math.sqrt(variance) <= 0.10, () -> "SD " + Math.sqrt(variance) + " of " + Arrays.toString(values));
    }

    private static Path holeOfRun(final Path folder, final int counter) {
        return RealRecords.xls(folder.resolve("xls/mdb-mql-1")).stream()
            .filter(file -> file.getFileName().toString().contains("_ST_" + counter + "_")).findFirst().orElseThrow();
    }

    private static Path trace(final String set) {
        return RealRecords.folder().resolve("mqtt").resolve(set).resolve("Trace.json");
    }

    private KeyPoints estimate(final HoleCurves curves) {
        final KeyPoints points = new KeyPoints();
        estimator.estimate(curves, points);
        assertHonest(points);
        return points;
    }

    private static void assertBetween(final double low, final double high, final double value) {
        assertTrue(value >= low && value <= high, () -> value + " is not in " + low + ".." + high);
    }

    private static String row(final String name, final KeyPoints points) {
        return String.format(Locale.ROOT, "%-70s %-14s %8.3f %8.3f %8.3f", name, points.status,
            points.entryMm, points.transitionMm, points.exitMm);
    }
}
