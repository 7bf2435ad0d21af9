package io.borelog.tools.capacity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The formula with numbers that somebody brings.
 *
 * @param rate    a second to size for; 0 where nobody said
 * @param workers 0 likewise
 * @param cores   of this host
 * @param advice  whether it is asked for
 */
public record Formula(Sizing sizing, double rate, int workers, int cores, boolean advice) {
    /** For people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        final String at = " at " + Figures.percent(sizing.utilisation().doubleValue());
        lines.add("a worker: 1000 / %s = %s/s (theoretical); %s/s%s".formatted(
            Figures.text(sizing.serviceMs()), Figures.text(sizing.theoretical()), sizing.perWorkerText(), at));
        if (workers > 0) {
            lines.add("%s: %s/s (theoretical); %s/s%s".formatted(Figures.count(workers, "worker"),
                Figures.text(theoretical()), Figures.text(most()), at));
        }
        if (rate > 0) {
            lines.add("%s/s: %s x %s / 1000 = %s busy workers; %s %s%s".formatted(
                Figures.text(rate), Figures.text(rate), Figures.text(sizing.serviceMs()), Figures.text(sizing.busy(rate)),
                sizing.workersText(rate), Figures.plural(sizing.workers(rate), "worker"), at));
            if (workers > 0) {
                lines.add(most() >= rate ? "%d are enough, headroom %s x".formatted(workers, Figures.text(Figures.measured(most() / rate)))
                    : "%d are TOO FEW".formatted(workers));
            }
            if (sizing.workers(rate) > cores) {
                lines.add(batching());
            }
        }
        if (advice) {
            lines.addAll(growth());
            lines.addAll(Advice.WHEN_TO_USE_EACH);
        }
        return lines;
    }

    private double most() {
        return workers * sizing.perWorker().doubleValue();
    }

    private double theoretical() {
        return workers * sizing.theoretical().doubleValue();
    }

    /** What one of them may take where there are as many workers as cores. */
    private double affordableMs() {
        return Figures.measured(cores * 1_000 * sizing.utilisation().doubleValue() / rate);
    }

    private String batching() {
        final String ms = Figures.text(affordableMs());
        return ("more workers than the %s of this host. Or batching: %d x 1000 x %s / %s = %s ms is what one may take here, "
            + "so a run of %s ms must answer ceil(%s / %s) = %d").formatted(Figures.count(cores, "core"), cores,
            Figures.text(sizing.utilisation()), Figures.text(rate), ms, Figures.text(sizing.serviceMs()),
            Figures.text(sizing.serviceMs()), ms,
            (long) Math.ceil(sizing.serviceMs().doubleValue() / affordableMs()));
    }

    private List<String> growth() {
        final List<String> lines = new ArrayList<>();
        for (int times = Advice.PHASE; rate > 0 && times <= Advice.PHASE * Advice.PHASE; times *= Advice.PHASE) {
            final long needed = sizing.workers(rate * times);
            lines.add("growth: %d x %s = %s/s need %s workers%s".formatted(times, Figures.text(rate), Figures.text(rate * times),
                sizing.workersText(rate * times), needed > cores ? ", more than the " + Figures.count(cores, "core") + " of this host" : ""));
        }
        return lines;
    }

    /** The same for programs. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeNumberField("service_ms", sizing.serviceMs().doubleValue());
        json.writeNumberField("target_utilisation", sizing.utilisation().doubleValue());
        json.writeNumberField("theoretical_per_worker", sizing.theoretical().doubleValue());
        json.writeNumberField("per_worker", sizing.perWorker().doubleValue());
        json.writeNumberField("cores", cores);
        if (workers > 0) {
            json.writeNumberField("workers", workers);
            json.writeNumberField("theoretical", theoretical());
            json.writeNumberField("most", most());
        }
        if (rate > 0) {
            json.writeNumberField("rate", rate);
            json.writeNumberField("busy_workers", sizing.busy(rate).doubleValue());
            json.writeNumberField("needed", sizing.workers(rate));
        }
    }
}
