package io.borelog.infer;

import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.HoleRecord;
import java.util.Set;

/** Which records an infer process answers, and by which model, under the CONFIG in force. One thread. */
interface Duty {
    /** From here on the CONFIG says this; before the first one nothing is asked. */
    void use(DecidingConfig config);

    boolean isOurs(HoleRecord hole);

    /** @return whose answer one of our records gets. */
    ModelRef modelOf(HoleRecord hole);

    /** Models that may be asked before the next CONFIG; may be empty. */
    Set<ModelRef> models();
}
