package io.borelog.tools.compare;

import io.borelog.tools.page.SvgPlot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of a {@link Differences}, each as SVG inside a {@code data:} address: a page with them needs nothing from elsewhere. */
final class Plots {
    private static final int TOOLS_SHOWN = 15;
    private static final Color[] COLOURS = {new Color(0x1b6ca8), new Color(0xd95f02), new Color(0x2f8f5b)};

    private Plots() {
    }

    /** How many holes differ by how much. */
    static String spread(final Differences differences) {
        final XYChart chart = SvgPlot.chart("difference, mm (new minus old)", "holes");
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
        return SvgPlot.address(chart);
    }

    /** Old against new, a dot a hole. */
    static String dots(final Differences differences) {
        final XYChart chart = SvgPlot.chart("old, mm", "new, mm");
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
        return SvgPlot.address(chart);
    }

    /** The tools that differ most, by their key points. */
    static String tools(final Differences differences) {
        final List<ToolTally> most = differences.tools().stream().limit(TOOLS_SHOWN).toList();
        final CategoryChart chart = new CategoryChartBuilder().width(SvgPlot.WIDTH).height(SvgPlot.HEIGHT)
            .yAxisTitle("mean absolute difference, mm").build();
        SvgPlot.style(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(45);
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            final int of = point;
            chart.addSeries(ToolTally.KEY_POINTS.get(point), most.stream().map(ToolTally::name).toList(),
                most.stream().map(tool -> tool.keyPoint(of).count() == 0 ? 0 : tool.keyPoint(of).meanAbs()).toList());
        }
        chart.getStyler().setSeriesColors(COLOURS);
        return SvgPlot.address(chart);
    }

    /** Time in the estimator over percentiles, the far ones drawn apart. */
    static String latency(final Differences differences) {
        final Map<String, Histogram> times = new LinkedHashMap<>();
        times.put("old", differences.wasUs());
        times.put("new", differences.isUs());
        return SvgPlot.percentiles("time in the estimator, us", times, 1);
    }
}
