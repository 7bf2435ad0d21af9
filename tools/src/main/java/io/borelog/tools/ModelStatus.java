package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.tools.compare.Differences;
import io.borelog.tools.compare.KeyPointTally;
import io.borelog.tools.compare.ToolTally;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Who answers, and how the model in shadow would have.
 *
 * @param plan     null where inbound has no CONFIG yet
 * @param compared null where no model is in shadow
 */
record ModelStatus(ModelPlan plan, Differences compared) {
    private static final int TOOLS_SHOWN = 10;
    private static final List<String> KEY_POINTS = List.of("entry", "transition", "exit");

    static ModelStatus take(final DataDirectory data) {
        final DecidingConfig config = ConfigInForce.read(data);
        final ModelPlan plan = config.isEmpty() ? null : ModelPlan.of(config);
        return new ModelStatus(plan, plan == null || plan.shadow() == null ? null : ShadowComparison.of(data, plan.shadow()));
    }

    void print(final Output out) {
        if (plan == null) {
            return;
        }
        out.line("model " + plan.inForce().shortText()
            + (plan.canary() == null ? "" : ", canary " + plan.canary().model().shortText() + " for " + plan.canary().shareText())
            + (plan.shadow() == null ? "" : ", shadow " + plan.shadow().shortText()));
        if (compared == null) {
            return;
        }
        print(out, "shadow", compared.all());
        compared.transitions().forEach((fromTo, count) -> out.line("  " + count + " " + fromTo.replace(" ", " would be ")));
        out.line(String.format(Locale.ROOT, "  estimator p50 %d us, p99 %d us; in force p50 %d us, p99 %d us",
            compared.isUs().getValueAtPercentile(50), compared.isUs().getValueAtPercentile(99),
            compared.wasUs().getValueAtPercentile(50), compared.wasUs().getValueAtPercentile(99)));
        compared.tools().stream().limit(TOOLS_SHOWN).forEach(tool -> print(out, "  " + tool.name(), tool));
        if (compared.tools().size() > TOOLS_SHOWN) {
            out.line("  and " + (compared.tools().size() - TOOLS_SHOWN) + " tools that differ less");
        }
    }

    private static void print(final Output out, final String name, final ToolTally tally) {
        final StringBuilder line = new StringBuilder(String.format(
            Locale.ROOT, "%-32s %8d holes %6d statuses", name, tally.count(), tally.statusChanges()));
        for (int point = 0; point < KEY_POINTS.size(); point++) {
            final KeyPointTally keyPoint = tally.keyPoint(point);
            line.append("  ").append(KEY_POINTS.get(point)).append(keyPoint.count() == 0 ? " -" : String.format(
                Locale.ROOT, " %+.3f |%.3f| max %.3f", keyPoint.mean(), keyPoint.meanAbs(), keyPoint.maxAbs()));
        }
        out.line(line.toString());
    }

    /** As a field {@code model} of an object that is begun. */
    void write(final JsonGenerator json) throws IOException {
        if (plan == null) {
            json.writeNullField("model");
            return;
        }
        json.writeObjectFieldStart("model");
        json.writeStringField("in_force", plan.inForce().toString());
        json.writeStringField("canary", plan.canary() == null ? null : plan.canary().model().toString());
        json.writeStringField("canary_share", plan.canary() == null ? null : plan.canary().shareText());
        json.writeStringField("shadow", text(plan.shadow()));
        if (compared == null) {
            json.writeNullField("compared");
        } else {
            json.writeObjectFieldStart("compared");
            compared.write(json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String text(final ModelRef model) {
        return model == null ? null : model.toString();
    }
}
