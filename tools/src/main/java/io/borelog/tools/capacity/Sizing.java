package io.borelog.tools.capacity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The sizing formula: a worker that takes so long for one does {@code (1000 / ms) x utilisation} a second, and {@code ceil(rate / that)}
 * workers are needed. Decimal: in binary a rate that fits exactly may come out as one worker more.
 *
 * @param serviceMs   time that a worker is busy with one, without any waiting
 * @param utilisation share of its time that a worker may be busy; the rest keeps the queue before it short
 */
public record Sizing(BigDecimal serviceMs, BigDecimal utilisation) {
    private static final BigDecimal MS_PER_S = BigDecimal.valueOf(1_000);

    public static Sizing of(final double serviceMs, final double utilisation) {
        return new Sizing(BigDecimal.valueOf(serviceMs), BigDecimal.valueOf(utilisation));
    }

    /** What a worker does a second if it never waits. */
    public BigDecimal theoretical() {
        return MS_PER_S.divide(serviceMs, MathContext.DECIMAL64);
    }

    /** What it does a second at the utilisation. */
    public BigDecimal perWorker() {
        return MS_PER_S.multiply(utilisation).divide(serviceMs, MathContext.DECIMAL64);
    }

    /** Workers that so many a second keep busy all the time. */
    public BigDecimal busy(final double rate) {
        return BigDecimal.valueOf(rate).multiply(serviceMs).divide(MS_PER_S, MathContext.DECIMAL64);
    }

    /** Workers that so many a second need at the utilisation. */
    public long workers(final double rate) {
        return BigDecimal.valueOf(rate).multiply(serviceMs).divide(MS_PER_S.multiply(utilisation), 0, RoundingMode.CEILING).longValueExact();
    }

    /** {@code (1000 / 5) x 0.7 = 140} */
    String perWorkerText() {
        return "(1000 / " + Figures.text(serviceMs) + ") x " + Figures.text(utilisation) + " = " + Figures.text(perWorker());
    }

    /** {@code ceil(1000 / 140) = 8} */
    String workersText(final double rate) {
        return "ceil(" + Figures.text(rate) + " / " + Figures.text(perWorker()) + ") = " + workers(rate);
    }
}
