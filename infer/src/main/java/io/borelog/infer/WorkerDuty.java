package io.borelog.infer;

import io.borelog.journal.config.Setting;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.HoleRecord;
import java.util.Set;

/** Worker k of N: the tools that the hash gives it, by the model in force or, for a canary, by the one that is tried. */
final class WorkerDuty implements Duty {
    private final int worker;
    private int workers;
    private ModelPlan plan;

    WorkerDuty(final int worker) {
        this.worker = worker;
    }

    @Override
    public void use(final DecidingConfig config) {
        workers = Integer.parseInt(config.get(Setting.INFER_WORKERS.key()));
        plan = ModelPlan.of(config);
    }

    @Override
    public boolean isOurs(final HoleRecord hole) {
        return owner(hole) == worker;
    }

    int owner(final HoleRecord hole) {
        return hole.owner(workers);
    }

    @Override
    public ModelRef modelOf(final HoleRecord hole) {
        return plan.modelOf(hole.toolHash());
    }

    @Override
    public Set<ModelRef> models() {
        return plan.answering();
    }
}
