package io.borelog.infer;

import io.borelog.infer.edge.EdgeEstimator;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.model.ModelRef;

/** The estimators of a data directory: edge, and what its store has. */
final class StoredModels implements EstimatorSource {
    @Override
    public Estimator open(final ModelRef model) {
        if (model.isEdge()) {
            return new EdgeEstimator();
        }
        throw new ConfigurationException("not there yet");
    }
}
