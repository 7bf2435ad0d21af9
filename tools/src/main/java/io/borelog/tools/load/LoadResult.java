package io.borelog.tools.load;

import io.borelog.tools.simulate.SimulateReport;
import java.util.List;

/**
 * What came of one rate.
 *
 * @param rate      messages a second that were to be sent
 * @param holes     that were to be sent
 * @param estimates that a subscriber received of them
 * @param limit     why the pipeline could not hold the rate; null where it could
 * @param processes what each took; the peak is that since its start
 * @param startMs   since 1970, as endMs
 */
public record LoadResult(String load, int rate, SimulateReport report, long holes, long estimates, String limit, Latencies latencies,
                  List<ProcessUse> processes, long startMs, long endMs) {
    /** Our own process among the others: the load and the subscriber share the machine with what is measured. */
    public static final String GENERATOR = "load and subscriber";
    private static final double PER = 100_000;

    public boolean isHeld() {
        return limit == null;
    }

    /** Mean payload of a message. */
    public long bytes() {
        return report.messagesSent() == 0 ? 0 : report.payloadBytes() / report.messagesSent();
    }

    /** For histograms and figures. */
    public String name() {
        return load + '-' + rate;
    }

    /** CPU seconds of a process for 100,000 acknowledged messages. */
    public double cpuSeconds(final ProcessUse process) {
        return per100k(process.cpuNs() / 1e9);
    }

    /** Bytes that a process wrote for 100,000 acknowledged messages; NaN where the kernel does not say. */
    public double writtenBytes(final ProcessUse process) {
        return process.writtenBytes() < 0 ? Double.NaN : per100k(process.writtenBytes());
    }

    private double per100k(final double value) {
        return report.messagesSent() == 0 ? Double.NaN : value * PER / report.messagesSent();
    }

    /** All of the pipeline together, without the generator. */
    public double cpuSeconds() {
        return pipeline().stream().mapToDouble(this::cpuSeconds).sum();
    }

    public double writtenBytes() {
        return pipeline().stream().mapToDouble(this::writtenBytes).sum();
    }

    private List<ProcessUse> pipeline() {
        return processes.stream().filter(process -> !process.name().equals(GENERATOR)).toList();
    }
}
