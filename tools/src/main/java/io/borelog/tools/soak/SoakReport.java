package io.borelog.tools.soak;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.load.ProcessUse;
import io.borelog.tools.torture.TextArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a soak came to. Flat is what is in the median of the last third about what it was in that of the first.
 *
 * @param windowCount that were to be
 */
public record SoakReport(int rate, int windowCount, int windowSeconds, List<SoakWindow> windows) {
    private static final int PARTS = 3;
    /** A heap that has not been full yet, and pages of code, come on top of a tenth. */
    private static final double MORE_BYTES = 16e6;
    private static final double MORE_MEMORY = 1.1;
    private static final double MORE_FILES = 4;
    private static final double MORE_DISK = 1.1;
    private static final double MORE_LATENCY = 2;
    private static final double MORE_MS = 1;

    private record Check(String what, double first, double last, double limit) {
        boolean holds() {
            return last <= limit;
        }

        String line() {
            return String.format(Locale.ROOT, "%s: %.1f in the first third, %.1f in the last%s", what, first, last,
                holds() ? "" : ": NOT FLAT, the limit is " + String.format(Locale.ROOT, "%.1f", limit));
        }
    }

    public boolean holds() {
        return troubles().isEmpty() && checks().stream().allMatch(Check::holds);
    }

    private List<String> troubles() {
        final List<String> troubles = new ArrayList<>();
        if (windows.size() < windowCount) {
            troubles.add("ended after " + windows.size() + " of " + windowCount + " windows");
        }
        windows.stream().filter(window -> window.limit() != null).forEach(window -> troubles.add("not held: " + window.limit()));
        for (final ProcessUse process : windows.isEmpty() ? List.<ProcessUse>of() : windows.get(0).processes()) {
            if (windows.stream().anyMatch(window -> find(window, process.name()).pid() != process.pid())) {
                troubles.add(process.name() + " was started again");
            }
        }
        return troubles;
    }

    private List<Check> checks() {
        final List<Check> checks = new ArrayList<>();
        if (windows.size() < PARTS) {
            return checks;
        }
        for (final ProcessUse process : windows.get(0).processes()) {
            final String name = process.name();
            checks.add(check(name + " memory, MB", window -> find(window, name).ownBytes() / 1e6, MORE_MEMORY, MORE_BYTES / 1e6));
            checks.add(check(name + " open files", window -> find(window, name).openFiles(), 1, MORE_FILES));
        }
        checks.add(check("p99.9 of the acks, ms", SoakWindow::ackMs, MORE_LATENCY, MORE_MS));
        checks.add(check("p99.9 end to end, ms", SoakWindow::endToEndMs, MORE_LATENCY, MORE_MS));
        final double middle = part(1).stream().mapToDouble(SoakWindow::diskBytes).max().orElse(0) / 1e6;
        final double last = part(2).stream().mapToDouble(SoakWindow::diskBytes).max().orElse(0) / 1e6;
        checks.add(new Check("MB on disk, the most; first is the middle third", middle, last, MORE_DISK * middle));
        return checks;
    }

    private Check check(final String what, final ToDoubleFunction<SoakWindow> value, final double times, final double more) {
        final double first = median(part(0), value);
        return new Check(what, first, median(part(PARTS - 1), value), first * times + more);
    }

    private List<SoakWindow> part(final int number) {
        return windows.subList(windows.size() * number / PARTS, windows.size() * (number + 1) / PARTS);
    }

    private static double median(final List<SoakWindow> of, final ToDoubleFunction<SoakWindow> value) {
        final double[] sorted = of.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static ProcessUse find(final SoakWindow window, final String name) {
        return window.processes().stream().filter(process -> process.name().equals(name)).findFirst()
            .orElseGet(() -> new ProcessUse(name, 0, 0, -1, -1, -1, -1));
    }

    /** Lines for people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            lines.add(String.format(Locale.ROOT, "%d s: %s", (i + 1) * windowSeconds, windows.get(i).line()));
        }
        checks().forEach(check -> lines.add(check.line()));
        lines.addAll(troubles());
        lines.add(holds() ? "soak: flat" : "soak: FAILED, see above");
        return lines;
    }

    /** The same, the fields of an object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeBooleanField("ok", holds());
        json.writeNumberField("rate", rate);
        json.writeNumberField("window_seconds", windowSeconds);
        json.writeArrayFieldStart("checks");
        for (final Check check : checks()) {
            json.writeStartObject();
            json.writeStringField("what", check.what);
            json.writeNumberField("first", check.first);
            json.writeNumberField("last", check.last);
            json.writeNumberField("limit", check.limit);
            json.writeBooleanField("ok", check.holds());
            json.writeEndObject();
        }
        json.writeEndArray();
        TextArray.write(json, "troubles", troubles());
        json.writeArrayFieldStart("windows");
        for (final SoakWindow window : windows) {
            window.write(json);
        }
        json.writeEndArray();
    }
}
