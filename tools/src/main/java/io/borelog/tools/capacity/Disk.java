package io.borelog.tools.capacity;

/**
 * Room for journals.
 *
 * @param freeBytes        -1 where the file system does not say
 * @param stopBytes        free space below which ingest admits nothing
 * @param usedBytes        by the journals now
 * @param retentionBytes   limit of what they may take, 0 for none
 * @param retentionSeconds limit of their age, 0 for none
 * @param retentionRecords limit of the messages they hold, 0 for none
 */
public record Disk(long freeBytes, long stopBytes, long usedBytes, long retentionBytes, double retentionSeconds, long retentionRecords) {
    long roomBytes() {
        return Math.max(0, freeBytes - stopBytes);
    }

    /** With nothing removed. */
    double secondsToFull(final double bytesPerS) {
        return bytesPerS > 0 ? roomBytes() / bytesPerS : Double.POSITIVE_INFINITY;
    }

    boolean hasRetention() {
        return retentionBytes > 0 || retentionSeconds > 0 || retentionRecords > 0;
    }

    /** What the journals come to take in the end; infinite without a limit. */
    double keptBytes(final double bytesPerS, final double bytesPerMessage) {
        double kept = Double.POSITIVE_INFINITY;
        if (retentionBytes > 0) {
            kept = retentionBytes;
        }
        if (retentionSeconds > 0) {
            kept = Math.min(kept, bytesPerS * retentionSeconds);
        }
        if (retentionRecords > 0) {
            kept = Math.min(kept, bytesPerMessage * retentionRecords);
        }
        return kept;
    }

    /** With retention; infinite where what it keeps fits. */
    double secondsToFullWithRetention(final double bytesPerS, final double bytesPerMessage) {
        return keptBytes(bytesPerS, bytesPerMessage) <= usedBytes + roomBytes() ? Double.POSITIVE_INFINITY : secondsToFull(bytesPerS);
    }
}
