package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the full disks came to, a line for each case. */
public record FullDiskReport(List<FullDiskResult> results, double seconds) {
    public boolean holds() {
        return !results.isEmpty() && results.stream().allMatch(one -> one.holds() && !one.late());
    }

    /** Lines for people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        results.forEach(result -> lines.add(result.line()));
        lines.add("%d cases in %.0f s; full %d times; acked %d, lost %d; longest wait for an ack %d ms, the bar is %d ms".formatted(
            results.size(), seconds, results.stream().mapToInt(FullDiskResult::full).sum(),
            results.stream().mapToLong(FullDiskResult::acked).sum(), results.stream().mapToLong(FullDiskResult::lost).sum(),
            results.stream().mapToLong(one -> Math.max(one.resumedMs(), one.oldMs())).max().orElse(0), FullDiskResult.BAR_MS));
        lines.add(holds() ? "fulldisk: nothing lost, nothing twice, nobody died" : "fulldisk: FAILED, see above");
        return lines;
    }

    /** The same, the fields of an object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeBooleanField("ok", holds());
        json.writeNumberField("seconds", seconds);
        json.writeNumberField("bar_ms", FullDiskResult.BAR_MS);
        json.writeArrayFieldStart("cases");
        for (final FullDiskResult result : results) {
            result.write(json);
        }
        json.writeEndArray();
    }
}
