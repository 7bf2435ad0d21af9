package io.borelog.correlate;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.record.DecidingConfig;

/**
 * The deciding settings of the join, from the CONFIG in force and from nowhere else.
 *
 * @param lifeNs      window plus grace: how long a part waits for its partner, journal time
 * @param headsWaitNs how long a complete pair waits for its Heads
 */
record JoinRules(String topicRoot, long lifeNs, long headsWaitNs, int toolsMax) {
    static JoinRules of(final DecidingConfig config) {
        return new JoinRules(
            config.get(Setting.TOPIC_ROOT.key()),
            duration(config, Setting.CORRELATE_WINDOW) + duration(config, Setting.CORRELATE_GRACE),
            duration(config, Setting.CORRELATE_HEADS_WAIT),
            Integer.parseInt(config.get(Setting.CORRELATE_TOOLS_MAX.key())));
    }

    private static long duration(final DecidingConfig config, final Setting setting) {
        return Settings.parseDurationNs(config.get(setting.key()));
    }
}
