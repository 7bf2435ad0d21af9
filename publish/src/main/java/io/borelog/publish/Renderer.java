package io.borelog.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.json.EstimateJson;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.publish.PublishRules.NegativeDepth;
import java.util.List;

/**
 * The messages that tell one estimate: legacy key points, legacy depths, then the full estimate message. A pure function of the record,
 * its origin, the rules in force and the program's version, so that what a crash cut off is rendered again with the same bytes.
 */
public final class Renderer {
    private static final String LEGACY = "/ResultManagement.Results.0.ResultContent.DepthEstimation.";

    private final String algoVersion;

    public Renderer() {
        this(ProgramVersion.TEXT);
    }

    Renderer(final String algoVersion) {
        this.algoVersion = algoVersion;
    }

    /** @return all messages of the origin, in the order in which they are told. */
    List<OutMessage> render(
        final EstimateRecord estimate, final long originSeq, final int originOrdinal, final PublishRules rules) {
        final OutMessage full = new OutMessage(
            ("borelog/" + estimate.toolbox() + "/" + estimate.tool() + "/estimate").getBytes(UTF_8),
            EstimateJson.render(estimate, originSeq, originOrdinal));
        final boolean negative = hasNegativeDepth(estimate);
        if (negative && rules.negativeDepth() == NegativeDepth.SKIP) {
            return List.of(full);
        }
        final String topic = rules.topicRoot() + "/" + estimate.toolbox() + "/" + estimate.tool() + LEGACY;
        final byte[] keyPoints;
        final byte[] depths;
        if (hasKeyPoints(estimate)) {
            final String warning = negative && rules.negativeDepth() == NegativeDepth.WARNING ? LegacyJson.NEGATIVE : null;
            keyPoints = LegacyJson.success(
                estimate, new double[] {estimate.entryMm(), estimate.transitionMm(), estimate.exitMm()}, algoVersion, warning);
            depths = LegacyJson.success(
                estimate, new double[] {firstDepthMm(estimate), secondDepthMm(estimate)}, algoVersion, warning);
        } else {
            final String reason = estimate.reason() == null ? estimate.status() : estimate.reason();
            keyPoints = LegacyJson.error(estimate, "Error in keypoint estimation: " + reason);
            depths = LegacyJson.error(estimate, "Error in depth estimation: " + reason);
        }
        return List.of(
            new OutMessage((topic + "KeyPoints").getBytes(UTF_8), keyPoints),
            new OutMessage((topic + "DepthEstimation").getBytes(UTF_8), depths),
            full);
    }

    /** An estimator promises entry below transition below exit; who relies on the thickness is better served by a check. */
    static boolean hasNegativeDepth(final EstimateRecord estimate) {
        return hasKeyPoints(estimate) && (firstDepthMm(estimate) < 0 || secondDepthMm(estimate) < 0);
    }

    /** Whether the legacy form of success can be told: it has no place for an unknown number. */
    private static boolean hasKeyPoints(final EstimateRecord estimate) {
        return EstimateJson.OK.equals(estimate.status())
            && Double.isFinite(estimate.entryMm()) && Double.isFinite(estimate.transitionMm()) && Double.isFinite(estimate.exitMm());
    }

    private static double firstDepthMm(final EstimateRecord estimate) {
        return estimate.transitionMm() - estimate.entryMm();
    }

    private static double secondDepthMm(final EstimateRecord estimate) {
        return estimate.exitMm() - estimate.transitionMm();
    }
}
