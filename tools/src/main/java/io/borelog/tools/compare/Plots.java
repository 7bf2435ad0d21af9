package io.borelog.tools.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.HdrHistogram.Histogram;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of a {@link Differences}, each as SVG inside a {@code data:} address: a page with them needs nothing from elsewhere. */
final class Plots {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int TOOLS_SHOWN = 15;
    private static final double[] PERCENTILES = {10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99};
    private static final Color[] COLOURS = {new Color(0x1b6ca8), new Color(0xd95f02), new Color(0x2f8f5b)};

    private Plots() {
    }

    /** How many holes differ by how much. */
    static String spread(final Differences differences) {
        final XYChart chart = chart("difference, mm (new minus old)", "holes");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
        int from = Differences.BINS / 2 - 5;
        int to = Differences.BINS / 2 + 5;
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            for (int bin = 0; bin < Differences.BINS; bin++) {
                if (differences.bins(point)[bin] > 0) {
                    from = Math.min(from, bin - 1);
                    to = Math.max(to, bin + 2);
                }
            }
        }
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            final List<Double> mm = new ArrayList<>();
            final List<Double> holes = new ArrayList<>();
            for (int bin = Math.max(0, from); bin < Math.min(Differences.BINS, to); bin++) {
                mm.add((bin - Differences.BINS / 2) * Differences.BIN_MM);
                holes.add((double) differences.bins(point)[bin]);
            }
            final Color colour = COLOURS[point];
            chart.addSeries(ToolTally.KEY_POINTS.get(point), mm, holes).setMarker(SeriesMarkers.NONE).setLineColor(colour)
                .setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 60));
        }
        return address(chart);
    }

    /** Old against new, a dot a hole. */
    static String dots(final Differences differences) {
        final XYChart chart = chart("old, mm", "new, mm");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setMarkerSize(4);
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            final List<Double> was = new ArrayList<>();
            final List<Double> is = new ArrayList<>();
            for (final Differences.Sample sample : differences.samples()) {
                if (!Double.isNaN(sample.was()[point]) && !Double.isNaN(sample.is()[point])) {
                    was.add(sample.was()[point]);
                    is.add(sample.is()[point]);
                }
            }
            if (!was.isEmpty()) {
                chart.addSeries(ToolTally.KEY_POINTS.get(point), was, is).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(COLOURS[point]);
            }
        }
        return address(chart);
    }

    /** The tools that differ most, by their key points. */
    static String tools(final Differences differences) {
        final List<ToolTally> most = differences.tools().stream().limit(TOOLS_SHOWN).toList();
        final CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT)
            .yAxisTitle("mean absolute difference, mm").build();
        style(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(45);
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            final int of = point;
            chart.addSeries(ToolTally.KEY_POINTS.get(point), most.stream().map(ToolTally::name).toList(),
                most.stream().map(tool -> tool.keyPoint(of).count() == 0 ? 0 : tool.keyPoint(of).meanAbs()).toList());
        }
        chart.getStyler().setSeriesColors(COLOURS);
        return address(chart);
    }

    /** Time in the estimator over percentiles, the far ones drawn apart. */
    static String latency(final Differences differences) {
        final XYChart chart = chart("percentile, as -log10(1 - p)", "time in the estimator, us");
        chart.getStyler().setYAxisLogarithmic(true);
        addLatency(chart, "old", differences.wasUs(), COLOURS[0]);
        addLatency(chart, "new", differences.isUs(), COLOURS[1]);
        return address(chart);
    }

    private static void addLatency(final XYChart chart, final String name, final Histogram us, final Color colour) {
        final List<Double> nines = new ArrayList<>();
        final List<Double> times = new ArrayList<>();
        for (final double percentile : PERCENTILES) {
            nines.add(-Math.log10(1 - percentile / 100));
            times.add(Math.max(1.0, us.getValueAtPercentile(percentile))); // a logarithmic axis has no zero
        }
        chart.addSeries(name, nines, times).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
    }

    private static XYChart chart(final String x, final String y) {
        final XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler());
        return chart;
    }

    private static void style(final Styler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
    }

    private static String address(final Chart<?, ?> chart) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(bytes, UTF_8)) {
            final SVGGraphics2D graphics = new SVGGraphics2D(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .getDOMImplementation().createDocument("http://www.w3.org/2000/svg", "svg", null));
            chart.paint(graphics, WIDTH, HEIGHT);
            graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
            graphics.stream(writer);
        } catch (final ParserConfigurationException | IOException ex) {
            throw new IllegalStateException("cannot draw", ex); // in memory, with what every JDK has
        }
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
