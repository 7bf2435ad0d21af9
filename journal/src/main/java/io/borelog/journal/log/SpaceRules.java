package io.borelog.journal.log;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;

/**
 * How far ahead of the appender a journal's file is allocated, and when it is not.
 *
 * @param aheadBytes  allocated and touched ahead
 * @param stopBytes   with less than this free nothing more is allocated
 * @param resumeBytes free space at which allocation goes on
 */
public record SpaceRules(long aheadBytes, long stopBytes, long resumeBytes) {
    /** A small stretch and no watermarks: for journals that live for a moment. */
    public static final SpaceRules SMALL = new SpaceRules(1 << 20, 0, 0);

    /** Derived journals go on below the watermark of inbound, so that what was admitted can be worked off. */
    private static final int DERIVED_SHARE = 4;

    public static SpaceRules of(final Settings settings, final String journal) {
        final long stop = settings.sizeBytes(Setting.DISK_STOP);
        final long resume = settings.sizeBytes(Setting.DISK_RESUME);
        if (resume < stop) {
            throw new ConfigurationException("disk.resume must be at least disk.stop (" + settings.text(Setting.DISK_STOP) + "): "
                + settings.text(Setting.DISK_RESUME));
        }
        final int share = journal.equals(Journals.INBOUND) ? 1 : DERIVED_SHARE;
        return new SpaceRules(settings.sizeBytes(Setting.JOURNAL_AHEAD), stop / share, resume / share);
    }
}
