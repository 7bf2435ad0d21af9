package io.borelog.tools.torture;

import java.nio.file.Path;
import java.util.List;

/** The reading commands as the torture asks them; implemented where those commands live. */
public interface Inspection {
    /** What {@code borelog audit} says, as far as it matters here. */
    record Sum(long accepted, long pending, long unaccounted, long matched, long estimated, long delivered) {
        /** Whether nothing is on its way any more. */
        boolean isDrained() {
            return pending == 0 && matched == estimated && matched == delivered;
        }
    }

    Sum audit(Path data);

    /** @return what {@code borelog verify} complains about; empty where all journals are what was written. */
    List<String> verify(Path data);
}
