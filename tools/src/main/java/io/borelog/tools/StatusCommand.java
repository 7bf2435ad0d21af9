package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** How the pipeline is: two looks a moment apart give the rates. Costs the stages nothing. */
@Command(description = "Shows stages, rates, lag, latencies, journals and disk.")
final class StatusCommand implements Callable<Integer> {
    private static final long LOOK_MS = 300;
    private static final long WATCH_MS = 1_000;
    private static final long STOP_LIMIT_SECONDS = 2;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--watch", description = "again every second, until ctrl-c")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final CountDownLatch ended = new CountDownLatch(1);
        try (ExitOnSignal signal = ExitOnSignal.install(ended::countDown, STOP_LIMIT_SECONDS);
            Output out = borelog.output()) {
            PipelineStatus before = PipelineStatus.take(data);
            boolean more = !ended.await(LOOK_MS, TimeUnit.MILLISECONDS);
            while (more) {
                final PipelineStatus now = PipelineStatus.take(data);
                if (borelog.json()) {
                    final PipelineStatus earlier = before;
                    final ModelStatus model = ModelStatus.take(data);
                    out.object(json -> {
                        write(json, now, earlier);
                        model.write(json);
                    });
                } else {
                    print(out, now, before);
                    ModelStatus.take(data).print(out);
                }
                out.flush();
                before = now;
                more = watch && !ended.await(WATCH_MS, TimeUnit.MILLISECONDS);
            }
        }
        return ExitCode.OK.code();
    }

    private static void print(final Output out, final PipelineStatus now, final PipelineStatus before) {
        out.line(String.format(Locale.ROOT, "%s  %.1f messages/s  %s free  %s", now.health(before), now.throughput(before),
            size(now.diskFreeBytes()), WallTime.text(WallTime.nowNs())));
        out.line(String.format(Locale.ROOT, "%-12s %7s %-8s %10s %10s %8s %6s %9s %9s %9s  %s",
            "stage", "pid", "state", "in", "out", "lag", "errors", "p50 us", "p99 us", "max us", ""));
        for (final PipelineStatus.Stage stage : now.stages()) {
            final Histogram latency = stage.latencyUs();
            out.line(String.format(Locale.ROOT, "%-12s %7d %-8s %10d %10d %8d %6d %9s %9s %9s  %s", stage.name(), stage.pid(),
                stage.hung() ? "HUNG" : stage.state(), stage.in(), stage.out(), stage.lag(), stage.errors(),
                latency == null ? "-" : latency.getValueAtPercentile(50), latency == null ? "-" : latency.getValueAtPercentile(99),
                latency == null ? "-" : latency.getMaxValue(), stage.note()).stripTrailing());
        }
        for (final PipelineStatus.Journal journal : now.journals()) {
            out.line(String.format(Locale.ROOT, "%-12s %10d records %10s  0x%x to 0x%x", journal.name(), journal.records(),
                size(journal.bytes()), journal.firstIndex(), journal.lastIndex()));
        }
    }

    private static String size(final long bytes) {
        return bytes < 0 ? "?" : String.format(Locale.ROOT, bytes < 1 << 20 ? "%.3f MiB" : "%.1f MiB", bytes / 1048576.0);
    }

    private static void write(final JsonGenerator json, final PipelineStatus now, final PipelineStatus before) throws IOException {
        json.writeStringField("health", now.health(before));
        json.writeNumberField("throughput", now.throughput(before));
        json.writeNumberField("disk_free", now.diskFreeBytes());
        json.writeArrayFieldStart("stages");
        for (final PipelineStatus.Stage stage : now.stages()) {
            json.writeStartObject();
            json.writeStringField("name", stage.name());
            json.writeNumberField("pid", stage.pid());
            json.writeStringField("state", stage.state().name());
            json.writeNumberField("in", stage.in());
            json.writeNumberField("out", stage.out());
            json.writeNumberField("lag", stage.lag());
            json.writeNumberField("errors", stage.errors());
            json.writeStringField("note", stage.note());
            json.writeBooleanField("hung", stage.hung());
            writeLatency(json, stage.latencyUs());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("journals");
        for (final PipelineStatus.Journal journal : now.journals()) {
            json.writeStartObject();
            json.writeStringField("name", journal.name());
            json.writeNumberField("first_index", journal.firstIndex());
            json.writeNumberField("last_index", journal.lastIndex());
            json.writeNumberField("records", journal.records());
            json.writeNumberField("bytes", journal.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeLatency(final JsonGenerator json, final Histogram latency) throws IOException {
        json.writeObjectFieldStart("latency_us");
        final boolean none = latency == null || latency.getTotalCount() == 0;
        final String[] names = {"p50", "p99", "p999"};
        final double[] percentiles = {50, 99, 99.9};
        for (int i = 0; i < names.length; i++) {
            if (none) {
                json.writeNullField(names[i]);
            } else {
                json.writeNumberField(names[i], latency.getValueAtPercentile(percentiles[i]));
            }
        }
        if (none) {
            json.writeNullField("max");
        } else {
            json.writeNumberField("max", latency.getMaxValue());
        }
        json.writeEndObject();
    }
}
