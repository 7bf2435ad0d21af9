package io.borelog.drilling;

/** A range to draw from. Positive quantities whose ratio matters are drawn evenly on a logarithmic scale. */
record Span(double low, double high) {
    double even(final Draw draw) {
        return draw.between(low, high);
    }

    double log(final Draw draw) {
        return StrictMath.exp(draw.between(StrictMath.log(low), StrictMath.log(high)));
    }
}
