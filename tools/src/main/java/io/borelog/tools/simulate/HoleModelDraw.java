package io.borelog.tools.simulate;

import io.borelog.drilling.Bulge;
import io.borelog.drilling.Draw;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws one plausible hole: program, feeds, stack and currents. Pure; used by {@link HoleGenerator}, once per hole.
 *
 * <p>The number of samples is drawn first. Everything but the thickness of the last layer is then drawn, and that thickness follows
 * from the time left for the drilling step; so sizes are exact and thicknesses still vary.
 */
final class HoleModelDraw {
    private static final double SAMPLES_PER_S = 100.0;
    /** Programs longer than this feed slowly from the start. */
    private static final int SLOW_PROGRAM_SAMPLES = 2_200;
    private static final double MIN_LAST_LAYER_MM = 1.5;
    private static final double MAX_LAST_LAYER_MM = 12.0;
    private static final double BACK_OFF_MIN_MM = 0.14;
    private static final double BACK_OFF_MAX_MM = 0.30;
    private static final double THREE_LAYERS_FRACTION = 0.1;
    private static final double RESIDUAL_FRACTION = 0.1;

    private final Draw draw;
    private final int samples;
    private final boolean pecks;
    private final Layout layout;
    private final List<Layer> layers = new ArrayList<>(3);
    private final List<Step> steps = new ArrayList<>(4);
    private double coneMm;
    private double bulgeMm;
    private double approachMmPerS;
    private double nextStartMm;
    private int samplesLeft;

    private HoleModelDraw(final Draw draw, final int samples) {
        this.draw = draw;
        this.samples = samples;
        this.pecks = SizeProfile.pecks(samples);
        this.layout = Layout.draw(draw, pecks);
    }

    static HoleModel draw(final Draw draw, final int samples) {
        return new HoleModelDraw(draw, samples).draw();
    }

    private HoleModel draw() {
        coneMm = draw.between(1.0, 2.0);
        approachMmPerS = pecks || samples > SLOW_PROGRAM_SAMPLES ? draw.between(0.97, 1.03) : draw.between(2.7, 3.0);
        samplesLeft = samples;
        nextStartMm = draw.between(0.53, 0.75);
        final double entryMm = draw.between(3.9, pecks ? 6.0 : 4.8);
        final double drillTopMm = layout.single() ? entryMm : drawUpperLayers(entryMm);
        final double countersinkMm = layout.countersinks() ? drawCountersinkMm(drillTopMm) : 0.0;
        final int countersinkSamples = (int) Math.round(countersinkMm / approachMmPerS * SAMPLES_PER_S);
        addApproachSteps(entryMm, drillTopMm);
        final Material material = layout.single() ? drawSingle() : Material.TITANIUM;
        final Layer last = addDrillStep(material, drillTopMm, samplesLeft - countersinkSamples);
        if (layout.countersinks()) {
            addStep(layout.lastCode(), countersinkMm, samplesLeft, false, Step.STOP_THRUST_LIMIT, true);
        }
        final double residualA = draw.chance(RESIDUAL_FRACTION) ? last.torqueA() * draw.between(0.05, 0.12) : 0.0;
        return new HoleModel(List.copyOf(layers), List.copyOf(steps), coneMm, bulgeMm, residualA, draw.between(1.2, 2.5));
    }

    /** The long programs go to about the same depth whatever the stack; the short ones just seat the countersink. */
    private double drawCountersinkMm(final double drillTopMm) {
        return pecks ? Math.max(5.0, draw.between(26.0, 28.5) - drillTopMm) : draw.between(3.2, 4.2);
    }

    private Material drawSingle() {
        return Material.values()[draw.between(0, Material.values().length - 1)];
    }

    /** Composite, sometimes with aluminium below; returns where titanium begins. */
    private double drawUpperLayers(final double entryMm) {
        final double carbonMm = pecks ? draw.between(4.0, 12.0) : draw.between(2.6, samples > 900 ? 5.5 : 3.4);
        final double carbonEndMm = entryMm + carbonMm;
        final double torqueA = pecks ? draw.between(1.0, 1.8) : draw.between(3.0, Material.CFRP.torqueMaxA());
        layers.add(new Layer(Material.CFRP, entryMm, carbonEndMm, torqueA, Material.CFRP.drawThrustA(draw)));
        if (samples < 700 || !draw.chance(THREE_LAYERS_FRACTION)) {
            return carbonEndMm;
        }
        final double metalEndMm = carbonEndMm + draw.between(2.0, 3.0);
        final double metalA = draw.between(Material.ALUMINIUM.torqueMinA(), Material.ALUMINIUM.torqueMaxA());
        layers.add(new Layer(Material.ALUMINIUM, carbonEndMm, metalEndMm, metalA, Material.ALUMINIUM.drawThrustA(draw)));
        return metalEndMm;
    }

    /** The steps before the drilling step: they end when the tip has just touched titanium, or just before a single material. */
    private void addApproachSteps(final double entryMm, final double drillTopMm) {
        if (layout.approachAlone()) {
            addApproachTo(layout.firstCode(), entryMm - 0.5 * coneMm - 0.1, Step.STOP_STROKE);
        }
        if (!layout.single()) {
            final int code = layout.approachAlone() ? layout.firstCode() + 1 : layout.firstCode();
            addApproachTo(code, drillTopMm - draw.between(0.25, 0.45) * coneMm, Step.STOP_TORQUE_RISE);
        }
    }

    private void addApproachTo(final int code, final double toMm, final int stopCode) {
        final double lengthMm = toMm - nextStartMm;
        final int count = (int) Math.round(lengthMm / approachMmPerS * SAMPLES_PER_S);
        addStep(code, lengthMm, count, false, stopCode, true);
    }

    private Layer addDrillStep(final Material material, final double topMm, final int count) {
        final double seconds = count / SAMPLES_PER_S;
        final double startMm = nextStartMm;
        final double overtravelMm = pecks ? draw.between(1.5, 2.5) : draw.between(0.4, 0.9);
        final double wantedMm = draw.between(pecks ? 4.5 : 2.2, pecks ? 8.0 : 5.0);
        final double aroundMm = topMm - startMm + 0.5 * coneMm + overtravelMm;
        final double feed = pecks
            ? draw.between(0.150, 0.162)
            : Math.min(3.0, Math.max(samples > SLOW_PROGRAM_SAMPLES ? 0.4 : 0.7, (wantedMm + aroundMm) / seconds));
        final double thicknessMm = Math.min(MAX_LAST_LAYER_MM, Math.max(MIN_LAST_LAYER_MM, feed * seconds - aroundMm));
        final double torqueA = drawDrillTorqueA(material);
        final Layer layer = new Layer(material, topMm, topMm + thicknessMm, torqueA, material.drawThrustA(draw));
        layers.add(layer);
        bulgeMm = Bulge.mm((thicknessMm + aroundMm) / seconds, torqueA);
        final int stopCode = layout.countersinks() ? Step.STOP_TORQUE_DROP : Step.STOP_STROKE;
        addStep(layout.drillCode(), thicknessMm + aroundMm, count, pecks, stopCode, material != Material.TITANIUM);
        return layer;
    }

    private double drawDrillTorqueA(final Material material) {
        if (material != Material.TITANIUM) {
            return draw.between(Math.max(2.0, material.torqueMinA()), material.torqueMaxA());
        }
        return pecks ? draw.between(material.torqueMinA(), 10.0) : draw.between(14.0, material.torqueMaxA());
    }

    private void addStep(final int code, final double lengthMm, final int count, final boolean pecking, final int stopCode,
                         final boolean fast) {
        final double fromMm = nextStartMm;
        final double toMm = fromMm + lengthMm;
        final double torqueEmptyA = fast ? draw.between(4.5, 5.3) : draw.between(2.0, 3.1);
        final double thrustEmptyA = fast ? draw.between(0.16, 0.32) : draw.between(0.04, 0.15);
        steps.add(new Step(code, fromMm, toMm, count, pecking, stopCode, torqueEmptyA, thrustEmptyA));
        nextStartMm = toMm - draw.between(BACK_OFF_MIN_MM, BACK_OFF_MAX_MM);
        samplesLeft -= count;
    }
}
