package io.borelog.infer;

import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import java.nio.file.Path;

/** Estimators as a worker opens them, for tests in other rooms. */
public final class TestSources {
    private TestSources() {
    }

    public static Estimator edge(final Path data) {
        return new StoredModels(new ModelStore(data), RuntimeOptions.REFERENCE, alert -> { }).open(ModelRef.EDGE);
    }
}
