package io.borelog.infer;

import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import java.util.HashMap;
import java.util.Map;
import org.agrona.CloseHelper;

/**
 * The estimators of the CONFIG in force. One is opened when a hole first needs it, so that a start passes over what was in force long ago,
 * and closed as soon as a CONFIG does not name it any more. One thread.
 */
final class Estimators implements AutoCloseable {
    private final Map<ModelRef, Estimator> open = new HashMap<>();
    private final EstimatorSource source;
    private ModelPlan plan;

    Estimators(final EstimatorSource source) {
        this.source = source;
    }

    /** From here on the CONFIG says this. */
    void use(final ModelPlan next) {
        plan = next;
        open.entrySet().removeIf(entry -> {
            final boolean isNamed = next.answering().contains(entry.getKey());
            if (!isNamed) {
                entry.getValue().close();
            }
            return !isNamed;
        });
    }

    /** @param toolHash of the hole's tool. @return whose answer the hole gets; valid until the next {@link #use} */
    Estimator of(final int toolHash) {
        return opened(plan.modelOf(toolHash));
    }

    /** Opens what may be asked next, so that a model that is not good is noticed before a hole comes. */
    void warm() {
        if (plan != null) {
            plan.answering().forEach(this::opened);
        }
    }

    private Estimator opened(final ModelRef model) {
        Estimator estimator = open.get(model);
        if (estimator == null) {
            estimator = source.open(model);
            open.put(model, estimator);
        }
        return estimator;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(open.values());
        open.clear();
    }
}
