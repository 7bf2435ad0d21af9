package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.drilling.RecordFile;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that draws what the model sees of a hole and what it says: torque and thrust over depth, and the three heat maps. */
@Command(name = "picture", description = "Draws the heat maps of a model over a simulated hole or a real record.")
final class Picture implements Callable<Integer> {
    private static final String[] NAMES = {"entry", "transition", "exit"};
    private static final Color[] COLOURS = {new Color(0x2E, 0x8B, 0x57), new Color(0xD9, 0x82, 0x00), new Color(0xC0, 0x26, 0x26)};

    @Parameters(index = "0", paramLabel = "MODEL", description = "An exported model.onnx.")
    private Path model;

    @Parameters(index = "1", paramLabel = "PNG", description = "File to write.")
    private Path file;

    @Option(names = "--record", description = "A drill's own record (.xls).")
    private Path record;

    @Option(names = "--hole", description = "Number of an unseen simulated hole (default ${DEFAULT-VALUE}).")
    private long hole;

    @Option(names = "--seed", description = "Of the simulated hole (default ${DEFAULT-VALUE}).")
    private long seed = 20_260;

    @Override
    public Integer call() throws Exception {
        final DrilledHole drilled = new DrilledHole();
        if (record == null) {
            new Drill(seed, Conditions.UNSEEN).drill(hole, drilled);
        } else {
            RecordFile.read(record, drilled);
        }
        final HoleCurves curves = Holes.wrap(drilled, new HoleCurves());
        try (TrainedModel trained = new TrainedModel(Files.readAllBytes(model))) {
            final Status window = trained.run(curves);
            if (window != Status.OK) {
                System.err.println("train picture: " + window.sentence());
                return 1;
            }
            BitmapEncoder.saveBitmap(chart(trained, drilled), file.toString(), BitmapEncoder.BitmapFormat.PNG);
        }
        return 0;
    }

    private XYChart chart(final TrainedModel trained, final DrilledHole drilled) {
        final XYChart chart = new XYChartBuilder().width(1_000).height(420).xAxisTitle("depth, mm").yAxisTitle("torque, A").build();
        final XYStyler styler = chart.getStyler();
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setXAxisDecimalPattern("0.0");
        styler.setPlotGridLinesVisible(false);
        styler.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
        styler.setYAxisMin(1, 0.0);
        styler.setYAxisMax(1, 1.0);
        chart.setYAxisGroupTitle(1, "probability");
        final int n = trained.cells();
        final double[] depth = new double[n];
        for (int i = 0; i < n; i++) {
            depth[i] = trained.originMm() + (i + 0.5) * PositionWindow.CELL_MM;
        }
        final XYSeries torque = chart.addSeries("torque", depth, torque(trained, drilled, n));
        draw(torque, 0, new Color(0x44, 0x55, 0x77));
        for (int point = 0; point < NAMES.length; point++) {
            final String name = NAMES[point] + label(trained.points(), point);
            final XYSeries heat = chart.addSeries(name, depth, stretch(trained.heat(), point * KeyPointHeat.PLACES, n));
            draw(heat, 1, COLOURS[point]);
        }
        return chart;
    }

    private static void draw(final XYSeries series, final int axis, final Color colour) {
        series.setYAxisGroup(axis);
        series.setLineColor(colour);
        series.setLineWidth(1.4f);
        series.setMarker(SeriesMarkers.NONE);
    }

    private static String label(final KeyPointHeat points, final int point) {
        return points.none(point) >= KeyPointHeat.NONE ? ": none"
            : String.format(Locale.ROOT, " %.2f mm (%.2f)", points.positionMm(point), points.confidence(point));
    }

    /** Mean torque of each cell, A; a cell without a sample takes its neighbour's. */
    private static double[] torque(final TrainedModel trained, final DrilledHole drilled, final int n) {
        final double[] sum = new double[n];
        final int[] samples = new int[n];
        float deepest = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < drilled.count; k++) {
            deepest = Math.max(deepest, drilled.positionMm[k]);
            final int cell = (int) ((drilled.positionMm[k] - trained.originMm()) / PositionWindow.CELL_MM);
            if (drilled.positionMm[k] > deepest - 0.01f && cell >= 0 && cell < n) {
                sum[cell] += drilled.torqueA[k];
                samples[cell]++;
            }
        }
        for (int i = 0; i < n; i++) {
            sum[i] = samples[i] > 0 ? sum[i] / samples[i] : i > 0 ? sum[i - 1] : 0;
        }
        return sum;
    }

    /** Probability of the stretch around each cell that counts as one place. */
    private static double[] stretch(final float[] heat, final int from, final int n) {
        final double[] sums = new double[n];
        Arrays.setAll(sums, i -> {
            double sum = 0;
            for (int k = Math.max(0, i - KeyPointHeat.HALF_STRETCH_CELLS);
                k <= Math.min(PositionWindow.CELLS - 1, i + KeyPointHeat.HALF_STRETCH_CELLS); k++) {
                sum += heat[from + k];
            }
            return sum;
        });
        return sums;
    }
}
