package io.borelog.tools.simulate;

/** Holes of a {@link HoleGenerator}, with truth. */
final class GeneratedSource implements HoleSource {
    private final HoleGenerator generator;
    private final Hole hole = new Hole();
    private final PayloadWriter writer = new PayloadWriter();

    GeneratedSource(final HoleGenerator generator) {
        this.generator = generator;
    }

    @Override
    public void render(final long number, final int resend, final long sourceEpochS, final HoleMessages out) {
        generator.generate(number, sourceEpochS, hole);
        out.number = number;
        out.toolbox = hole.toolbox;
        out.tool = hole.tool;
        out.resultId = Integer.toString(hole.resultId);
        out.sourceTimestamp = PayloadWriter.instant(sourceEpochS);
        for (int p = 0; p < Part.COUNT; p++) {
            out.payloads[p] = writer.write(hole, Part.at(p), resend);
        }
        out.truth = HoleTruth.of(hole, out.payloads[0].length, out.payloads[1].length, out.payloads[2].length);
    }
}
