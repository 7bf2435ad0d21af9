package io.borelog.tools.page;

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
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.HdrHistogram.Histogram;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What the plots of all pages have in common, and how one becomes an address that a page can hold. */
public final class SvgPlot {
    public static final int WIDTH = 760;
    public static final int HEIGHT = 360;
    private static final Color[] COLOURS = {new Color(0x1b6ca8), new Color(0xd95f02), new Color(0x2f8f5b), new Color(0x8e5ea2),
        new Color(0xc03d3e), new Color(0x777777), new Color(0x17a2b8), new Color(0xb8860b), new Color(0xe377c2), new Color(0x1f2d3d)};
    private static final double[] PERCENTILES = {10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99};

    private SvgPlot() {
    }

    /** @param x title of the axis, as y */
    public static XYChart chart(final String x, final String y) {
        final XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler());
        return chart;
    }

    public static void style(final Styler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
    }

    /**
     * Times over percentiles, the far ones drawn apart.
     *
     * @param time  title of the axis
     * @param times a line each, in this order
     * @param unit  of the histograms' values in one of the plot's
     * @return the address
     */
    public static String percentiles(final String time, final Map<String, Histogram> times, final double unit) {
        final XYChart chart = chart("percentile, as -log10(1 - p)", time);
        chart.getStyler().setYAxisLogarithmic(true);
        times.forEach((name, histogram) -> addPercentiles(chart, name, histogram, unit));
        return address(chart);
    }

    private static void addPercentiles(final XYChart chart, final String name, final Histogram times, final double unit) {
        final List<Double> nines = new ArrayList<>();
        final List<Double> values = new ArrayList<>();
        for (final double percentile : PERCENTILES) {
            nines.add(-Math.log10(1 - percentile / 100));
            values.add(Math.max(1.0, times.getValueAtPercentile(percentile) / unit)); // a logarithmic axis has no zero
        }
        addLine(chart, name, nines, values);
    }

    private static void addLine(final XYChart chart, final String name, final List<Double> places, final List<Double> values) {
        final Color colour = COLOURS[chart.getSeriesMap().size() % COLOURS.length];
        chart.addSeries(name, places, values).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
    }

    /**
     * How something grows, both axes logarithmic.
     *
     * @param x     title of the axis, as y
     * @param lines places and values, each an array, by name and in this order; what is not above zero has no place and is left out
     * @return the address
     */
    public static String growth(final String x, final String y, final Map<String, double[][]> lines) {
        final XYChart chart = chart(x, y);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        lines.forEach((name, line) -> {
            final List<Double> places = new ArrayList<>();
            final List<Double> values = new ArrayList<>();
            for (int i = 0; i < line[0].length; i++) {
                if (line[0][i] > 0 && line[1][i] > 0) {
                    places.add(line[0][i]);
                    values.add(line[1][i]);
                }
            }
            if (!places.isEmpty()) {
                addLine(chart, name, places, values);
            }
        });
        return address(chart);
    }

    /** @return the picture as SVG inside a {@code data:} address. */
    public static String address(final Chart<?, ?> chart) {
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
