package io.borelog.tools.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How the estimates of one model differ from those that were made, hole by hole, summed up in bounded memory. One thread. */
public final class Differences {
    /** Examples of changed statuses that are kept. */
    public static final int CHANGES_KEPT = 200;
    /** Tools that have a tally of their own; the rest is one. */
    public static final int TOOLS_MAX = 10_000;
    /** Holes whose key points are kept for a plot. */
    public static final int SAMPLES_MAX = 4_000;
    /** Differences are counted in bins of this width up to {@link #BINS} / 2 of them to both sides; what is beyond is in the last. */
    public static final double BIN_MM = 0.02;
    public static final int BINS = 100;
    private static final int PRECISION = 3;
    private static final String THE_REST = "(other tools)";

    /** One hole whose status would have been another. */
    public record Change(String estimateId, String tool, String resultId, String sourceTimestamp, String was, String is) {
    }

    /** A hole's key points, mm, NaN where unknown: entry, transition, exit. */
    public record Sample(double[] was, double[] is) {
    }

    private final ToolTally all = new ToolTally("", "");
    private final Map<String, ToolTally> tools = new LinkedHashMap<>();
    private final Map<String, Long> transitions = new TreeMap<>();
    private final Map<String, Long> models = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final long[][] bins = new long[ToolTally.KEY_POINTS.size()][BINS];
    private final Histogram wasUs = new Histogram(PRECISION);
    private final Histogram isUs = new Histogram(PRECISION);
    private final EstimateRecord was = new EstimateRecord();
    private final EstimateRecord is = new EstimateRecord();
    private long missing;
    private long sampleEvery = 1;

    /** @param made the ESTIMATE that was made, null where there is none yet. @param other of the same origin */
    public void add(final RecordView made, final RecordView other) {
        if (made == null) {
            missing++;
            return;
        }
        was.wrap(made);
        is.wrap(other);
        final String before = was.status();
        final String now = is.status();
        final ToolTally tool = tool(is.toolbox(), is.tool());
        all.add(before.equals(now));
        tool.add(before.equals(now));
        models.merge(model(was), 1L, Long::sum);
        if (!before.equals(now)) {
            transitions.merge(before + ' ' + now, 1L, Long::sum);
            if (changes.size() < CHANGES_KEPT) {
                changes.add(new Change(is.estimateId(), is.toolbox() + '/' + is.tool(), is.resultId(), is.sourceTimestamp(), before, now));
            }
        }
        final double[] then = keyPoints(was);
        final double[] would = keyPoints(is);
        for (int point = 0; point < then.length; point++) {
            final double difference = would[point] - then[point];
            if (!Double.isNaN(difference)) {
                all.keyPoint(point).add(difference);
                tool.keyPoint(point).add(difference);
                bins[point][bin(difference)]++;
            }
        }
        sample(then, would);
        wasUs.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(was.estimatorNs())));
        isUs.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(is.estimatorNs())));
    }

    private ToolTally tool(final String toolbox, final String tool) {
        final String key = toolbox + '/' + tool;
        if (tools.containsKey(key) || tools.size() < TOOLS_MAX) {
            return tools.computeIfAbsent(key, name -> new ToolTally(toolbox, tool));
        }
        return tools.computeIfAbsent(THE_REST, name -> new ToolTally("", THE_REST));
    }

    private static String model(final EstimateRecord estimate) {
        return estimate.modelName() + (estimate.modelSha256() == null ? "" : '@' + estimate.modelSha256());
    }

    private static double[] keyPoints(final EstimateRecord estimate) {
        return new double[] {estimate.entryMm(), estimate.transitionMm(), estimate.exitMm()};
    }

    private static int bin(final double difference) {
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor(difference / BIN_MM) + BINS / 2));
    }

    /** Evenly over all holes: where there are too many, every second one goes and only every second is taken from then on. */
    private void sample(final double[] then, final double[] would) {
        if (all.count() % sampleEvery == 0) {
            samples.add(new Sample(then, would));
        }
        if (samples.size() > SAMPLES_MAX) {
            for (int i = samples.size() / 2 - 1; i >= 0; i--) {
                samples.remove(2 * i);
            }
            sampleEvery *= 2;
        }
    }

    /** Holes that both have answered. */
    public long compared() {
        return all.count();
    }

    /** Holes that were not answered by anybody else yet. */
    public long missing() {
        return missing;
    }

    /** All tools as one. */
    public ToolTally all() {
        return all;
    }

    /** The tools, the one that differs most first: by changed statuses, then by how far the key points are apart. */
    public List<ToolTally> tools() {
        final List<ToolTally> sorted = new ArrayList<>(tools.values());
        sorted.sort(Comparator.comparingLong(ToolTally::statusChanges).thenComparingDouble(ToolTally::meanAbs).reversed()
            .thenComparing(ToolTally::name));
        return sorted;
    }

    /** Changed statuses, {@code OK NO_EXIT} to how many. */
    public Map<String, Long> transitions() {
        return transitions;
    }

    /** Who made the estimates that these are compared with, {@code name@sha256} to how many. */
    public Map<String, Long> models() {
        return models;
    }

    /** The first of the holes whose status has changed, at most {@link #CHANGES_KEPT}. */
    public List<Change> changes() {
        return changes;
    }

    /** Holes evenly over all, at most {@link #SAMPLES_MAX}. */
    public Collection<Sample> samples() {
        return samples;
    }

    /** @return how many holes differ by so much, see {@link #BIN_MM}. */
    public long[] bins(final int point) {
        return bins[point];
    }

    /** Time in the estimator, us, of what was made. */
    public Histogram wasUs() {
        return wasUs;
    }

    public Histogram isUs() {
        return isUs;
    }

    /** Writes its fields into an object that is begun. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeNumberField("missing", missing);
        all.writeFigures(json);
        json.writeArrayFieldStart("made_by");
        for (final Map.Entry<String, Long> model : models.entrySet()) {
            json.writeStartObject();
            json.writeStringField("model", model.getKey());
            json.writeNumberField("count", model.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("transitions");
        for (final Map.Entry<String, Long> transition : transitions.entrySet()) {
            final String[] fromTo = transition.getKey().split(" ");
            json.writeStartObject();
            json.writeStringField("was", fromTo[0]);
            json.writeStringField("is", fromTo[1]);
            json.writeNumberField("count", transition.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("estimator_us");
        writeLatency(json, "was", wasUs);
        writeLatency(json, "is", isUs);
        json.writeEndObject();
        json.writeArrayFieldStart("tools");
        for (final ToolTally tool : tools()) {
            tool.write(json);
        }
        json.writeEndArray();
    }

    /** As a field {@code changed}: the holes whose status has changed, the first of them. */
    public void writeChanges(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("changed");
        for (final Change change : changes) {
            json.writeStartObject();
            json.writeStringField("estimateId", change.estimateId());
            json.writeStringField("tool", change.tool());
            json.writeStringField("resultId", change.resultId());
            json.writeStringField("sourceTimestamp", change.sourceTimestamp());
            json.writeStringField("was", change.was());
            json.writeStringField("is", change.is());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeLatency(final JsonGenerator json, final String name, final Histogram us) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", us.getValueAtPercentile(50));
        json.writeNumberField("p99", us.getValueAtPercentile(99));
        json.writeNumberField("p999", us.getValueAtPercentile(99.9));
        json.writeNumberField("max", us.getMaxValue());
        json.writeEndObject();
    }
}
