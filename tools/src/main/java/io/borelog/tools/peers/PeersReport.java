package io.borelog.tools.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that one run has found.
 *
 * @param facts   machine, settings and circumstances, by name
 * @param missing sentences about peers that are not here
 */
public record PeersReport(Map<String, String> facts, List<Load> loads, List<Measurement> measurements, List<String> missing) {
    /** The bars whose load was asked for. */
    List<RatioBar> bars() {
        return RatioBar.ALL.stream().filter(bar -> loads.contains(bar.load())).toList();
    }

    /** Of one load, in the order in which they came first, all rounds of each. */
    List<List<Measurement>> byServer(final Load load) {
        final List<List<Measurement>> all = new ArrayList<>();
        for (final Measurement one : measurements) {
            if (one.load() == load) {
                all.stream().filter(rounds -> rounds.get(0).server().name().equals(one.server().name())).findFirst().orElseGet(() -> {
                    all.add(new ArrayList<>());
                    return all.get(all.size() - 1);
                }).add(one);
            }
        }
        return all;
    }

    /** Whether floor and ours have figures; what a peer lacks is in the table. */
    public boolean isComplete() {
        return measurements.stream().allMatch(one -> one.server().kind() == Server.Kind.PEER || one.figures() != null);
    }

    /** The fields of one object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("facts");
        for (final Map.Entry<String, String> fact : facts.entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("bars");
        for (final RatioBar bar : bars()) {
            write(json, bar);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("not_installed");
        for (final String one : missing) {
            json.writeString(one);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("measurements");
        for (final Measurement one : measurements) {
            one.write(json);
        }
        json.writeEndArray();
    }

    private void write(final JsonGenerator json, final RatioBar bar) throws IOException {
        final List<Double> ratios = bar.ratios(measurements);
        json.writeStartObject();
        json.writeStringField("what", bar.what());
        json.writeStringField("load", bar.load().id());
        json.writeStringField("server", bar.server());
        json.writeStringField("floor", bar.floor());
        json.writeStringField("better", bar.higher() ? "higher" : "lower");
        json.writeNumberField("first_bar", bar.first());
        json.writeNumberField("goal", bar.goal());
        json.writeArrayFieldStart("ratios");
        for (final double ratio : ratios) {
            if (Double.isFinite(ratio)) {
                json.writeNumber(ratio);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
        json.writeBooleanField("first_bar_met", bar.isMetInAll(ratios, bar.first()));
        json.writeBooleanField("goal_met", bar.isMetInAll(ratios, bar.goal()));
        json.writeEndObject();
    }
}
