package io.borelog.infer.edge;

import com.sun.management.ThreadMXBean;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

import static io.borelog.infer.edge.Invariants.assertHonest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Known truth, then holes without it: the estimator is right within 0.15 mm or says why not. */
class EdgeEstimatorTest {
    private static final double BOUND_MM = 0.15;
    private static final int HOLES = 200;
    private static final int LOTS = 600;

    private final EdgeEstimator estimator = new EdgeEstimator();
    private final KeyPoints points = new KeyPoints();
    private final SyntheticHole hole = new SyntheticHole();

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3})
    void shouldFindTheSurfacesAtEveryFeed(final double feed) {
        hole.softFeed = 3;
        hole.hardFeed = feed;
        hole.noiseA = 0.15;
        assertFound();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFindThemUnderFinePeckingAndNoise(final long seed) {
        hole.seed = seed;
        hole.rippleShare = 0.25;
        hole.noiseA = 0.3;
        hole.hardFeed = 0.4;
        assertFound();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 1.6, 2.5})
    void shouldFindThemWhenTheDrillPecksOutOfTheHole(final double everyMm) {
        hole.peckEveryMm = everyMm;
        hole.noiseA = 0.1;
        assertFound();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldFindThemBetweenSpikes(final int length) {
        hole.spikeEvery = 97;
        hole.spikeLength = length;
        assertFound();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.45, 0.2})
    void shouldFindThemOnAShiftedIdle(final double idleA) {
        hole.idleA = idleA;
        assertFound();
    }

    @Test
    void shouldFindThemWithAWeakFirstLayer() {
        hole.softA = 0.85;
        hole.hardA = 8.5;
        hole.noiseA = 0.05;
        assertFound();
    }

    @Test
    void shouldFindThemInEveryLayoutOfSteps() {
        setLayout(new int[] {0, 1, 2, 3}, 4.5, 11.8, 20.5);
        assertFound();
        setLayout(new int[] {1, 2}, 11.8);
        assertFound();
        setLayout(new int[] {2, 3}, 11.8);
        assertFound();
        setLayout(new int[] {0, 1, 2, 4}, 4.5, 8.0, 20.5);
        assertFound();
        setLayout(new int[] {2, 3}, 20.5);
        assertFound();
    }

    /** The stop code "torque rise" changes the step when the tip already touches the hard layer. */
    @ParameterizedTest
    @ValueSource(doubles = {11.4, 12.0, 12.3, 12.5})
    void shouldFindThemWhereverTheStepChanges(final double changeMm) {
        setLayout(new int[] {1, 2, 3}, changeMm, 20.5);
        assertFound();
    }

    /** Thicknesses, loads, feeds, noise, ripple, spikes, idle and step changes by lot; the seed is fixed. */
    @Test
    void shouldBeWithinTheBoundOnNearlyAllHolesByLot() {
        final Random random = new Random(3);
        int outside = 0;
        for (int i = 0; i < LOTS; i++) {
            final SyntheticHole lot = holeByLot(i, random);
            estimate(lot.drill());
            assertEquals(Status.OK, points.status, "lot " + i);
            final double worst = Math.max(Math.abs(points.entryMm - lot.entryMm()),
                Math.max(Math.abs(points.transitionMm - lot.transitionMm()), Math.abs(points.exitMm - lot.exitMm())));
            assertTrue(worst < 2 * BOUND_MM, "lot " + i + ": " + worst);
            outside += worst > BOUND_MM ? 1 : 0;
        }
        assertTrue(outside <= LOTS / 100, outside + " of " + LOTS + " outside " + BOUND_MM + " mm");
    }

    private static SyntheticHole holeByLot(final int seed, final Random random) {
        final SyntheticHole lot = new SyntheticHole();
        lot.seed = seed;
        lot.entrySurfaceMm = 2 + random.nextDouble() * 4;
        lot.transitionSurfaceMm = lot.entrySurfaceMm + 3 + random.nextDouble() * 14;
        lot.exitSurfaceMm = lot.transitionSurfaceMm + 2.5 + random.nextDouble() * 10;
        lot.endMm = lot.exitSurfaceMm + 3 + random.nextDouble() * 10;
        lot.softA = 0.8 + random.nextDouble() * 6;
        lot.hardA = Math.max(8, lot.softA * 3) + random.nextDouble() * 30;
        lot.softFeed = 1 + random.nextDouble() * 2;
        lot.hardFeed = 0.5 + random.nextDouble() * 2;
        lot.noiseA = random.nextDouble() * 0.06 * lot.softA;
        lot.rippleShare = random.nextInt(2) * 0.25;
        lot.spikeEvery = random.nextInt(4) == 0 ? 50 + random.nextInt(100) : 0;
        lot.idleA = random.nextDouble() * 0.5 - 0.4;
        lot.changesMm = new double[] {lot.transitionSurfaceMm - random.nextDouble() * 2 + 0.2, lot.exitSurfaceMm + 1.5};
        return lot;
    }

    @ParameterizedTest
    @ValueSource(doubles = {13.0, 13.6, 15.0, 17.2, 17.7})
    void shouldNotInventAnExitForATruncatedHole(final double endMm) {
        hole.endMm = endMm;
        hole.countersink = false;
        estimate(hole.drill());
        assertEquals(Status.NO_EXIT, points.status);
        assertTrue(Double.isNaN(points.exitMm));
        assertEquals(hole.entryMm(), points.entryMm, BOUND_MM);
    }

    @Test
    void shouldKeepTheTransitionOfAHoleThatEndsOnThePlateau() {
        hole.endMm = 16;
        hole.countersink = false;
        estimate(hole.drill());
        assertEquals(hole.transitionMm(), points.transitionMm, BOUND_MM);
    }

    @Test
    void shouldNotInventALayerInASingleMaterial() {
        hole.softA = 0;
        estimate(hole.drill());
        assertEquals(Status.NO_TRANSITION, points.status);
        assertTrue(Double.isNaN(points.transitionMm));
        assertEquals(hole.transitionMm(), points.entryMm, BOUND_MM);
        assertEquals(hole.exitMm(), points.exitMm, BOUND_MM);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 0.7, 1.0})
    void shouldNotTrustALayerThinnerThanTheCone(final double thicknessMm) {
        hole.exitSurfaceMm = hole.transitionSurfaceMm + thicknessMm;
        estimate(hole.drill());
        assertEquals(Status.NO_PLATEAU, points.status);
        assertEquals(hole.entryMm(), points.entryMm, BOUND_MM);
    }

    @Test
    void shouldNotInventAnEntryWhenTheRecordBeginsInside() {
        hole.entrySurfaceMm = -3;
        estimate(hole.drill());
        assertEquals(Status.NO_ENTRY, points.status);
        assertTrue(Double.isNaN(points.entryMm));
        assertEquals(hole.transitionMm(), points.transitionMm, BOUND_MM);
        hole.entrySurfaceMm = -20;
        hole.transitionSurfaceMm = -10;
        estimate(hole.drill());
        assertEquals(Status.NO_ENTRY, points.status);
        assertEquals(hole.exitMm(), points.exitMm, BOUND_MM);
    }

    @Test
    void shouldAnswerFewerThanTwoStepsWithTheLegacyText() {
        setLayout(new int[] {2});
        estimate(hole.drill());
        assertEquals(Status.SINGLE_STEP, points.status);
        assertEquals("Not enough steps to estimate depth", points.reason);
    }

    @Test
    void shouldAnswerCurvesWithoutContent() {
        final HoleCurves curves = new HoleCurves();
        assertStatus(Status.NO_TRACE, curves);
        curves.count = 500;
        assertStatus(Status.BAD_CURVE, curves);
        curves.ensureCapacity(500, 0);
        assertStatus(Status.SINGLE_STEP, curves);
        Arrays.fill(curves.step, 100, 500, 1f);
        assertStatus(Status.TOO_SHORT, curves);
        for (int i = 0; i < 500; i++) {
            curves.positionMm[i] = i * 0.03f;
        }
        assertStatus(Status.NO_SIGNAL, curves);
        Arrays.fill(curves.torqueA, 12f);
        assertStatus(Status.NO_ENTRY, curves);
        Arrays.fill(curves.torqueA, Float.NaN);
        assertStatus(Status.BAD_CURVE, curves);
        curves.torqueA = null;
        assertStatus(Status.BAD_CURVE, curves);
    }

    @Test
    void shouldRefusePositionsThatLeap() {
        final HoleCurves curves = hole.drill();
        for (int i = curves.count / 2; i < curves.count; i++) {
            curves.positionMm[i] += 3;
        }
        assertStatus(Status.BAD_CURVE, curves);
        for (int i = curves.count / 2; i < curves.count; i++) {
            curves.positionMm[i] += 900;
        }
        assertStatus(Status.BAD_CURVE, curves);
    }

    @Test
    void shouldBridgeAFewMissingValues() {
        final HoleCurves curves = hole.drill();
        for (int i = 0; i < curves.count; i += 23) {
            curves.torqueA[i] = Float.NaN;
            curves.positionMm[i + 1] = Float.NaN;
        }
        estimate(curves);
        assertSurfaces();
    }

    @Test
    void shouldStayHonestOnArbitraryCurves() {
        final Random random = new Random(7);
        final HoleCurves curves = new HoleCurves();
        final float[] oddities = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MAX_VALUE, 1e-40f};
        for (int run = 0; run < 2_000; run++) {
            curves.count = 1 + random.nextInt(400);
            curves.ensureCapacity(curves.count, 0);
            final boolean odd = random.nextInt(4) == 0;
            float position = random.nextFloat() * 4 - 2;
            float torque = 0;
            for (int i = 0; i < curves.count; i++) {
                position += (random.nextFloat() - 0.2f) * 0.3f;
                torque = random.nextInt(40) == 0 ? random.nextFloat() * 40 - 2 : torque + random.nextFloat() - 0.5f;
                curves.positionMm[i] = odd && random.nextInt(30) == 0 ? oddities[random.nextInt(oddities.length)] : position;
                curves.torqueA[i] = odd && random.nextInt(30) == 0 ? oddities[random.nextInt(oddities.length)] : torque;
                curves.step[i] = random.nextInt(50) == 0 ? Float.NaN : i / 100;
            }
            estimate(curves);
        }
    }

    /** Whatever hole came before, and on whichever instance: the same bits. */
    @Test
    void shouldRepeatItsAnswerBitForBit() {
        hole.noiseA = 0.3;
        hole.rippleShare = 0.2;
        estimate(hole.drill());
        final long[] bits = bits(points);
        final SyntheticHole other = new SyntheticHole();
        other.endMm = 120;
        other.exitSurfaceMm = 90;
        estimate(other.drill());
        estimate(hole.drill());
        assertTrue(Arrays.equals(bits, bits(points)), "after another hole");
        new EdgeEstimator().estimate(hole.drill(), points);
        assertTrue(Arrays.equals(bits, bits(points)), "on another instance");
    }

    @Test
    void shouldAllocateNothingOnceItHasSeenTheLongestHole() {
        final HoleCurves curves = hole.drill();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        estimator.estimate(curves, points);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < HOLES; i++) {
            estimator.estimate(curves, points);
        }
        final long perHole = (threads.getCurrentThreadAllocatedBytes() - before) / HOLES;
        assertEquals(0, perHole, "bytes per hole");
    }

    private static long[] bits(final KeyPoints points) {
        return new long[] {Double.doubleToRawLongBits(points.entryMm), Double.doubleToRawLongBits(points.transitionMm),
            Double.doubleToRawLongBits(points.exitMm), points.status.ordinal()};
    }

    private void setLayout(final int[] codes, final double... changesMm) {
        hole.codes = codes;
        hole.changesMm = changesMm;
    }

    private void assertFound() {
        estimate(hole.drill());
        assertSurfaces();
    }

    private void assertSurfaces() {
        assertEquals(Status.OK, points.status);
        assertEquals(hole.entryMm(), points.entryMm, BOUND_MM, "entry");
        assertEquals(hole.transitionMm(), points.transitionMm, BOUND_MM, "transition");
        assertEquals(hole.exitMm(), points.exitMm, BOUND_MM, "exit");
    }

    private void assertStatus(final Status expected, final HoleCurves curves) {
        estimate(curves);
        assertEquals(expected, points.status);
    }

    private void estimate(final HoleCurves curves) {
        estimator.estimate(curves, points);
        assertHonest(points);
    }
}
