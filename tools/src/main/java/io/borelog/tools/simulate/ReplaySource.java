package io.borelog.tools.simulate;

/** Recorded holes in turn, each under the identity that a generated hole of the same number would have. */
final class ReplaySource implements HoleSource {
    private final ReplayFiles files;
    private final HoleIdentity identity;
    private final long seed;

    ReplaySource(final ReplayFiles files, final int tools, final long seed) {
        this.files = files;
        this.identity = new HoleIdentity(seed, tools);
        this.seed = seed;
    }

    @Override
    public void render(final long number, final int resend, final long sourceEpochS, final HoleMessages out) {
        final int tool = identity.toolOf(number);
        out.number = number;
        out.toolbox = HoleIdentity.toolboxName(tool);
        out.tool = HoleIdentity.toolName(tool);
        out.resultId = Integer.toString(identity.resultId(number));
        out.sourceTimestamp = PayloadWriter.instant(sourceEpochS);
        out.truth = null;
        final ReplayTemplate[] hole = files.holes().get((int) (number % files.holes().size()));
        for (int p = 0; p < Part.COUNT; p++) {
            out.payloads[p] = hole[p].render(out, HoleIdentity.messageId(seed, number, Part.at(p), resend));
        }
    }
}
