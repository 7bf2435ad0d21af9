package io.borelog.tools.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of an earlier run, read before this one begins. */
record Earlier(String name, Map<String, String> facts, Map<String, Double> figures) {
    /** One figure in both. */
    record Change(String figure, double was, double is) {
        double ratio() {
            return is / was;
        }
    }

    /** @throws StageException USAGE where the file is no report */
    static Earlier read(final Path file) {
        try {
            final JsonNode report = new ObjectMapper().readTree(file.toFile());
            if (!report.path("figures").isObject()) {
                throw new StageException(ExitCode.USAGE, "no report of borelog bench: " + file);
            }
            final Map<String, String> facts = new LinkedHashMap<>();
            report.path("facts").properties().forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            final Map<String, Double> figures = new LinkedHashMap<>();
            report.path("figures").properties().forEach(figure -> figures.put(figure.getKey(), figure.getValue().asDouble()));
            return new Earlier(file.toString(), facts, figures);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.USAGE, "cannot read the report " + file + ": " + ex.getMessage(), ex);
        }
    }

    /** In the order of now. */
    List<Change> changes(final Map<String, Double> now) {
        final List<Change> changes = new ArrayList<>();
        now.forEach((figure, is) -> {
            if (figures.containsKey(figure)) {
                changes.add(new Change(figure, figures.get(figure), is));
            }
        });
        return changes;
    }

    /** Facts that are not the same: figures of two machines say nothing about two programs. */
    List<String> differentFacts(final Map<String, String> now) {
        return now.entrySet().stream().filter(fact -> facts.containsKey(fact.getKey()) && !facts.get(fact.getKey()).equals(fact.getValue()))
            .map(fact -> fact.getKey() + " was " + facts.get(fact.getKey())).toList();
    }

    void write(final JsonGenerator json, final Map<String, Double> now) throws IOException {
        json.writeStringField("compared_with", name);
        json.writeObjectFieldStart("changes");
        for (final Change change : changes(now)) {
            json.writeObjectFieldStart(change.figure());
            json.writeNumberField("was", change.was());
            json.writeNumberField("is", change.is());
            BenchReport.number(json, "ratio", change.ratio());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
