package io.borelog.publish;

import io.borelog.journal.config.Setting;
import io.borelog.journal.record.DecidingConfig;

/**
 * What of the CONFIG in force decides how a hole is told. From {@code matched} only, so that a replay tells the same.
 *
 * @param topicRoot     first level of the legacy topics
 * @param negativeDepth what the legacy topics do with a negative depth
 * @param workers       infer processes whose journals must be looked at
 */
record PublishRules(String topicRoot, NegativeDepth negativeDepth, int workers) {
    enum NegativeDepth {
        /** Told like any other. */
        PUBLISH,
        /** The legacy topics are not told. */
        SKIP,
        /** Told with a Warning. */
        WARNING
    }

    static PublishRules of(final DecidingConfig config) {
        final NegativeDepth negativeDepth = switch (config.get(Setting.PUBLISH_NEGATIVE_DEPTH.key())) {
            case "skip" -> NegativeDepth.SKIP;
            case "warning" -> NegativeDepth.WARNING;
            default -> NegativeDepth.PUBLISH; // as the legacy program took anything else
        };
        return new PublishRules(
            config.get(Setting.TOPIC_ROOT.key()), negativeDepth, Integer.parseInt(config.get(Setting.INFER_WORKERS.key())));
    }
}
