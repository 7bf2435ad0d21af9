package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.tools.compare.Differences;
import java.io.IOException;

/**
 * Who answers, and how the model in shadow would have.
 *
 * @param plan     null where inbound has no CONFIG yet
 * @param compared null where no model is in shadow
 */
record ModelStatus(ModelPlan plan, Differences compared) {
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
        DifferencesText.print(out, "shadow", compared);
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
