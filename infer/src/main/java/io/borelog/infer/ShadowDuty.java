package io.borelog.infer;

import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.HoleRecord;
import java.util.Set;

/** The shadow: every record while the CONFIG names one, by that model. */
final class ShadowDuty implements Duty {
    private ModelRef shadow;

    @Override
    public void use(final DecidingConfig config) {
        shadow = ModelPlan.of(config).shadow();
    }

    @Override
    public boolean isOurs(final HoleRecord hole) {
        return shadow != null;
    }

    @Override
    public ModelRef modelOf(final HoleRecord hole) {
        return shadow;
    }

    @Override
    public Set<ModelRef> models() {
        return shadow == null ? Set.of() : Set.of(shadow);
    }
}
