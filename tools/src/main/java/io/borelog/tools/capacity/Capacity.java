package io.borelog.tools.capacity;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a pipeline was found to carry, with the arithmetic, as lines or as the fields of an object. */
public final class Capacity {
    private final Measurement measured;
    private final CapacityPlan plan;
    private final Disk disk;

    private Capacity(final Measurement measured, final CapacityPlan plan, final Disk disk) {
        this.measured = measured;
        this.plan = plan;
        this.disk = disk;
    }

    /**
     * @param processes names of the stages' processes
     * @param ended     ends it before its time
     * @return null where it was ended
     * @throws StageException NOT_FOUND where no stage has had anything to do yet
     */
    public static Capacity measure(
        final Path data, final List<String> processes, final CapacityPlan plan, final Disk disk, final CountDownLatch ended)
        throws InterruptedException {
        final Measurement measured = Measurement.take(data, processes, plan.seconds(), ended);
        if (measured != null && !measured.isKnown()) {
            throw new StageException(ExitCode.NOT_FOUND,
                "nothing has been measured in " + data + " yet: let messages flow and ask again, or say --service-ms");
        }
        return measured == null ? null : new Capacity(measured, plan, disk);
    }

    private boolean isRateKnown() {
        return plan.rate() > 0 || measured.messagesPerS() > 0;
    }

    /** Messages a second that are sized for. */
    private double messagesPerS() {
        return plan.rate() > 0 ? plan.rate() : measured.messagesPerS();
    }

    private double rateOf(final StageMeasure stage) {
        if (!isRateKnown()) {
            return 0; // ticks are no load
        }
        return plan.rate() > 0 ? Figures.measured(plan.rate() * stage.stage().perMessage()) : stage.rate();
    }

    private double bytesPerS() {
        return plan.rate() > 0 ? plan.rate() * measured.bytesPerMessage() : measured.bytesPerS();
    }

    private int configured(final SizedStage stage) {
        return stage.isScalable() ? plan.workers() : 1;
    }

    /** For people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add("looked for %.1f s: %s messages/s, %s holes/s, %s/s into the journals; %s of %s busy".formatted(
            measured.seconds(), Figures.text(measured.messagesPerS()), Figures.text(measured.holesPerS()),
            Figures.bytes(measured.bytesPerS()), Figures.text(Figures.measured(measured.coresBusy())), Figures.count(plan.cores(), "core")));
        if (plan.rate() > 0) {
            lines.add("sized for %s messages/s, which are %s holes/s: three messages a hole".formatted(
                Figures.text(plan.rate()), Figures.text(plan.rate() / SizedStage.MESSAGES_OF_A_HOLE)));
        }
        measured.stages().forEach(stage -> lines.add(line(stage)));
        lines.addAll(diskLines());
        if (!isRateKnown()) {
            lines.add("no message came meanwhile: --rate N says what N messages/s need");
        }
        if (plan.advice()) {
            lines.addAll(advice().lines());
        }
        return lines;
    }

    private String line(final StageMeasure stage) {
        final String name = stage.stage().stage();
        if (!stage.isKnown()) {
            return name + ": nothing measured yet";
        }
        final String unit = stage.stage().unit();
        final String process = stage.stage().isScalable() ? "worker" : "process";
        final Sizing sizing = Sizing.of(stage.serviceMs(), plan.utilisation());
        final double rate = rateOf(stage);
        final long needed = rate > 0 ? sizing.workers(rate) : 0;
        final int configured = configured(stage.stage());
        return "%s: %s ms a %s -> %s %ss/s a %s;%s %s%s; %s".formatted(
            name, Figures.text(stage.serviceMs()), unit, sizing.perWorkerText(), unit, process,
            rate > 0 ? " %s %ss/s need %s %s;".formatted(Figures.text(rate), unit, sizing.workersText(rate), Figures.plural(needed, process)) : "",
            stage.stage().isScalable() ? "configured " + configured : "there is one only",
            needed > configured ? ", TOO FEW" : "",
            stage.isLive() ? "%s busy, mean of %d".formatted(Figures.percent(stage.utilisation()), stage.units())
                : "mean of %d since its start".formatted(stage.units()));
    }

    private List<String> diskLines() {
        if (disk.freeBytes() < 0) {
            return List.of("disk: the file system does not say what is free");
        }
        final List<String> lines = new ArrayList<>();
        final String room = "%s free - %s at which nothing is admitted any more = %s".formatted(
            Figures.bytes(disk.freeBytes()), Figures.bytes(disk.stopBytes()), Figures.bytes(disk.roomBytes()));
        if (!isRateKnown()) {
            lines.add("disk: %s; %s a message".formatted(room, Figures.bytes(measured.bytesPerMessage())));
            return lines;
        }
        lines.add("disk: %s; %s / %s/s = %s until full if nothing is removed".formatted(
            room, Figures.bytes(disk.roomBytes()), Figures.bytes(bytesPerS()), Figures.duration(disk.secondsToFull(bytesPerS()))));
        if (disk.hasRetention()) {
            final double kept = disk.keptBytes(bytesPerS(), measured.bytesPerMessage());
            final double toFull = disk.secondsToFullWithRetention(bytesPerS(), measured.bytesPerMessage());
            lines.add("disk: retention keeps %s, the journals have %s: %s".formatted(Figures.bytes(kept), Figures.bytes(disk.usedBytes()),
                Double.isInfinite(toFull) ? "it never fills" : "more than there is room for, full in " + Figures.duration(toFull)));
        } else {
            lines.add("disk: no retention is set, so nothing is removed");
        }
        return lines;
    }

    private Advice advice() {
        return Advice.of(measured, plan, disk, messagesPerS());
    }

    /** The same for programs. Null: not known, or never. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeNumberField("target_utilisation", plan.utilisation());
        json.writeNumberField("seconds", measured.seconds());
        json.writeNumberField("messages_per_s", measured.messagesPerS());
        json.writeNumberField("holes_per_s", measured.holesPerS());
        json.writeNumberField("bytes_per_s", measured.bytesPerS());
        json.writeNumberField("bytes_per_message", measured.bytesPerMessage());
        json.writeNumberField("cores", plan.cores());
        json.writeNumberField("cores_busy", measured.coresBusy());
        writeOr(json, "sized_for_messages_per_s", isRateKnown() ? messagesPerS() : Double.NaN);
        json.writeArrayFieldStart("stages");
        for (final StageMeasure stage : measured.stages()) {
            json.writeStartObject();
            write(json, stage);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("disk");
        json.writeNumberField("free", disk.freeBytes());
        json.writeNumberField("stop", disk.stopBytes());
        json.writeNumberField("used", disk.usedBytes());
        writeOr(json, "seconds_to_full", disk.secondsToFull(bytesPerS()));
        writeOr(json, "seconds_to_full_with_retention", disk.secondsToFullWithRetention(bytesPerS(), measured.bytesPerMessage()));
        json.writeEndObject();
        if (plan.advice()) {
            json.writeObjectFieldStart("advice");
            advice().write(json);
            json.writeEndObject();
        }
    }

    private void write(final JsonGenerator json, final StageMeasure stage) throws IOException {
        final Sizing sizing = stage.isKnown() ? Sizing.of(stage.serviceMs(), plan.utilisation()) : null;
        final double rate = rateOf(stage);
        json.writeStringField("name", stage.stage().stage());
        json.writeStringField("unit", stage.stage().unit());
        writeOr(json, "service_ms", sizing == null ? Double.NaN : stage.serviceMs());
        json.writeStringField("basis", sizing == null ? "none" : stage.isLive() ? "window" : "since_start");
        json.writeNumberField("units", stage.units());
        json.writeNumberField("utilisation", stage.utilisation());
        json.writeNumberField("rate", rate);
        writeOr(json, "per_worker", sizing == null ? Double.NaN : sizing.perWorker().doubleValue());
        writeOr(json, "needed", sizing == null || rate <= 0 ? Double.NaN : sizing.workers(rate));
        json.writeNumberField("configured", configured(stage.stage()));
    }

    /** A number, or null where there is none. */
    static void writeOr(final JsonGenerator json, final String name, final double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNullField(name);
        } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            json.writeNumberField(name, (long) value);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
