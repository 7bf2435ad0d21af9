package io.borelog.ingest.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.model.Canary;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What was asked of the models: {@code {"promote":M}}, {@code {"rollback":true}}, {@code {"canary":M,"share":"0.1"}}, {@code {"shadow":M}}
 * or {@code {"retire":M}}, M as {@link ModelRef} has it. Immutable.
 */
public final class ModelChange {
    private final UnaryOperator<ModelPlan> change;
    private final ModelRef unwanted;

    private ModelChange(final UnaryOperator<ModelPlan> change, final ModelRef unwanted) {
        this.change = change;
        this.unwanted = unwanted;
    }

    /** @throws ConfigurationException with the sentence for whoever asked */
    static ModelChange parse(final JsonNode asked) {
        if (asked.size() == 1 && asked.path("rollback").asBoolean()) {
            return new ModelChange(ModelPlan::rollback, null);
        } else if (asked.size() == 1 && asked.has("promote")) {
            final ModelRef model = model(asked, "promote");
            return new ModelChange(plan -> plan.promote(model), null);
        } else if (asked.size() == 1 && asked.has("shadow")) {
            final ModelRef model = model(asked, "shadow");
            return new ModelChange(plan -> plan.shadow(model), null);
        } else if (asked.size() == 1 && asked.has("retire")) {
            final ModelRef model = model(asked, "retire");
            return new ModelChange(plan -> plan.retire(model), model);
        } else if (asked.size() == 2 && asked.has("canary") && asked.has("share")) {
            final Canary canary = new Canary(model(asked, "canary"), Canary.parseShare(asked.get("share").asText()));
            return new ModelChange(plan -> plan.canary(canary.model(), canary.share()), null);
        }
        throw new ConfigurationException("of models one of promote, rollback, canary with share, shadow and retire can be asked: " + asked);
    }

    private static ModelRef model(final JsonNode asked, final String key) {
        return ModelRef.parse(asked.get(key).asText());
    }

    /** @throws ConfigurationException where that cannot be */
    public ModelPlan apply(final ModelPlan plan) {
        return change.apply(plan);
    }

    /** The model that is to be retired, if that was asked. */
    public Optional<ModelRef> unwanted() {
        return Optional.ofNullable(unwanted);
    }
}
