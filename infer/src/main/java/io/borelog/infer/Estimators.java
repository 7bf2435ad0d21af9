package io.borelog.infer;

import io.borelog.journal.model.ModelRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.agrona.CloseHelper;

/**
 * Open estimators. One is opened when a hole first needs it, so that a start passes over what was in force long ago, and closed as soon as
 * no hole can need it any more. One thread.
 */
final class Estimators implements AutoCloseable {
    private final Map<ModelRef, Estimator> open = new HashMap<>();
    private final EstimatorSource source;

    Estimators(final EstimatorSource source) {
        this.source = source;
    }

    /** @return ready to answer; valid until a {@link #keepOnly} without it */
    Estimator of(final ModelRef model) {
        Estimator estimator = open.get(model);
        if (estimator == null) {
            estimator = source.open(model);
            open.put(model, estimator);
        }
        return estimator;
    }

    /** Closes all but these. */
    void keepOnly(final Set<ModelRef> models) {
        open.entrySet().removeIf(entry -> {
            final boolean isKept = models.contains(entry.getKey());
            if (!isKept) {
                entry.getValue().close();
            }
            return !isKept;
        });
    }

    @Override
    public void close() {
        CloseHelper.closeAll(open.values());
        open.clear();
    }
}
