package io.borelog.publish;

import io.borelog.journal.record.EstimateRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts negative depths in a row per tool and warns at every fifth: a tool that drills air, or one that is worn. For people only,
 * forgotten at a restart. Bounded: the tool whose last negative depth is oldest is forgotten first. Publish's thread.
 */
final class NegativeDepths {
    static final int IN_A_ROW = 5;
    static final int TOOLS_MAX = 4_096;
    private static final Logger LOGGER = LoggerFactory.getLogger(NegativeDepths.class);

    private final Map<String, Integer> inARow = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, Integer> eldest) {
            return size() > TOOLS_MAX;
        }
    };

    /** @return whether this estimate made it five in a row, or ten, ... */
    boolean onNegative(final EstimateRecord estimate) {
        final int count = inARow.merge(tool(estimate), 1, Integer::sum);
        if (count % IN_A_ROW != 0) {
            return false;
        }
        LOGGER.warn("{} estimates in a row with a negative depth: toolbox {} tool {}, newest result {}",
            count, estimate.toolbox(), estimate.tool(), estimate.resultId());
        return true;
    }

    void onOther(final EstimateRecord estimate) {
        if (!inARow.isEmpty()) {
            inARow.remove(tool(estimate));
        }
    }

    int tools() {
        return inARow.size();
    }

    private static String tool(final EstimateRecord estimate) {
        return estimate.toolbox() + '/' + estimate.tool();
    }
}
