package io.borelog.journal.log;

import java.nio.file.Path;

/**
 * One sealed file of a journal, as retention and people see it.
 *
 * @param number            count of the cycle
 * @param firstSeq          its first record, an OPEN or HEAD
 * @param lastSeq           its last record
 * @param lastOriginSeq     newest origin up to its end, 0 = none
 * @param lastOriginOrdinal its ordinal
 * @param lastWallTimeNs    no record of it is newer than this, ns since 1970
 */
public record Cycle(
    Path file, int number, long firstSeq, long lastSeq, long lastOriginSeq, int lastOriginOrdinal, long lastWallTimeNs) {
}
