package io.borelog.infer;

import io.borelog.journal.model.ModelRef;

/** Opens the estimator that a CONFIG names. */
interface EstimatorSource {
    /**
     * @return ready to answer, its first answer as quick as its next
     * @throws io.borelog.journal.config.ConfigurationException one sentence, where the model is not there or not good: the worker ends
     */
    Estimator open(ModelRef model);
}
