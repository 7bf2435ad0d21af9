package io.borelog.tools.capacity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where one host ends, how far that is, whether ten times as much fits, and what comes after it. */
public final class Advice {
    /** What each phase of growth is planned for. */
    static final int PHASE = 10;
    private static final double HOUR_S = 3_600;

    /** For everybody, whatever was measured. */
    public static final List<String> WHEN_TO_USE_EACH = List.of(
        "when to use each (docs/CAPACITY.md has the reasons):",
        "  borelog on one host: up to where the host ends; what is acknowledged is stored, no broker is needed for that",
        "  a broker behind it (publish.broker: RabbitMQ, mosquitto, EMQX): many programs listen, or on other hosts; borelog stays the record",
        "  several hosts, each with a borelog, and one broker behind all: production beyond one host, the tools divided among them",
        "  Kafka behind it: 100000 messages/s and more, or consumers that read history; there borelog is the bridge at the machine");

    private final List<Limit> limits;
    private final Disk disk;
    private final CapacityPlan plan;
    private final double messagesPerS;
    private final double bytesPerMessage;

    /**
     * @param messagesPerS of tools, at most
     * @param why          the arithmetic
     */
    private record Limit(String name, double messagesPerS, String why) {
    }

    private Advice(
        final List<Limit> limits, final Disk disk, final CapacityPlan plan, final double messagesPerS, final double bytesPerMessage) {
        this.limits = limits;
        this.disk = disk;
        this.plan = plan;
        this.messagesPerS = messagesPerS;
        this.bytesPerMessage = bytesPerMessage;
    }

    /** @param messagesPerS that it is sized for, 0 where that is not known */
    static Advice of(final Measurement measured, final CapacityPlan plan, final Disk disk, final double messagesPerS) {
        final List<Limit> limits = new ArrayList<>();
        for (final StageMeasure stage : measured.stages()) {
            if (stage.isKnown()) {
                limits.add(ofStage(stage, plan));
            }
        }
        final double coresBusy = Figures.measured(measured.coresBusy());
        if (measured.messagesPerS() > 0 && coresBusy > 0) {
            final double most = measured.messagesPerS() * plan.cores() * plan.utilisation() / coresBusy;
            limits.add(new Limit("cores", most, "%s messages/s x %d x %s / %s busy".formatted(Figures.text(measured.messagesPerS()),
                plan.cores(), Figures.text(plan.utilisation()), Figures.text(coresBusy))));
        }
        final double bytesPerMessage = measured.bytesPerMessage();
        if (plan.diskBytesPerS() > 0 && bytesPerMessage > 0) {
            limits.add(new Limit("disk rate", plan.diskBytesPerS() * plan.utilisation() / bytesPerMessage, "%s/s x %s / %s a message".formatted(
                Figures.bytes(plan.diskBytesPerS()), Figures.text(plan.utilisation()), Figures.bytes(bytesPerMessage))));
        }
        if (disk.freeBytes() >= 0 && bytesPerMessage > 0) {
            limits.add(new Limit("disk space", disk.roomBytes() / (plan.outageHours() * HOUR_S) / bytesPerMessage,
                "%s / %s h / %s a message".formatted(
                    Figures.bytes(disk.roomBytes()), Figures.text(plan.outageHours()), Figures.bytes(bytesPerMessage))));
        }
        limits.sort(Comparator.comparingDouble(Limit::messagesPerS));
        return new Advice(limits, disk, plan, messagesPerS, bytesPerMessage);
    }

    /** A worker on every core is the most; what else needs these cores is in the limit of the cores. */
    private static Limit ofStage(final StageMeasure stage, final CapacityPlan plan) {
        final Sizing sizing = Sizing.of(stage.serviceMs(), plan.utilisation());
        final int most = stage.stage().isScalable() ? plan.cores() : 1;
        return new Limit(stage.stage().stage(), most * sizing.perWorker().doubleValue() / stage.stage().perMessage(),
            "%s x %s %ss/s%s".formatted(Figures.count(most, stage.stage().isScalable() ? "worker" : "process"),
                Figures.text(sizing.perWorker()), stage.stage().unit(),
                stage.stage().perMessage() < 1 ? " x " + SizedStage.MESSAGES_OF_A_HOLE + " messages a hole" : ""));
    }

    private double headroom(final Limit limit) {
        return limit.messagesPerS / messagesPerS;
    }

    List<String> lines() {
        final List<String> lines = new ArrayList<>();
        final boolean rateKnown = messagesPerS > 0;
        lines.add("where this host ends, the nearest first:");
        for (final Limit limit : limits) {
            lines.add("  %s: %s = %s messages/s%s".formatted(limit.name, limit.why, Figures.text(limit.messagesPerS),
                rateKnown ? ", headroom " + Figures.text(Figures.measured(headroom(limit))) + " x" : ""));
        }
        lines.add("  ingest and publish force once for all that came meanwhile: near their limit one costs less than where little flows");
        if (plan.diskBytesPerS() <= 0) {
            lines.add("  disk rate: not asked of the device; --disk-mb-per-s N says what it sustains");
        }
        if (rateKnown && disk.freeBytes() >= 0) {
            final double needed = messagesPerS * bytesPerMessage * plan.outageHours() * HOUR_S;
            lines.add("an outage of %s h of whatever is behind: %s messages/s x %s x %s s = %s, there is room for %s: %s".formatted(
                Figures.text(plan.outageHours()), Figures.text(messagesPerS), Figures.bytes(bytesPerMessage),
                Figures.text(plan.outageHours() * HOUR_S), Figures.bytes(needed), Figures.bytes(disk.roomBytes()),
                needed <= disk.roomBytes() ? "enough" : "TOO LITTLE"));
        }
        if (rateKnown) {
            lines.add(growth(PHASE));
            lines.add(growth(PHASE * PHASE));
        }
        lines.addAll(WHEN_TO_USE_EACH);
        return lines;
    }

    private String growth(final int times) {
        final double rate = messagesPerS * times;
        final List<String> beyond = limits.stream().filter(limit -> limit.messagesPerS < rate).map(Limit::name).toList();
        return "growth: %d x %s = %s messages/s %s".formatted(times, Figures.text(messagesPerS), Figures.text(rate),
            beyond.isEmpty() ? "fit on this host" : "are beyond this host: " + String.join(", ", beyond));
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("limits");
        for (final Limit limit : limits) {
            json.writeStartObject();
            json.writeStringField("name", limit.name);
            Capacity.writeOr(json, "messages_per_s", limit.messagesPerS);
            Capacity.writeOr(json, "headroom", messagesPerS > 0 ? headroom(limit) : Double.NaN);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("outage_hours", plan.outageHours());
        Capacity.writeOr(json, "outage_bytes", messagesPerS > 0 ? messagesPerS * bytesPerMessage * plan.outageHours() * HOUR_S : Double.NaN);
        json.writeNumberField("room_bytes", disk.roomBytes());
    }
}
