package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.torture.GuestCut.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the cuts of guests' power came to: each was followed by a start on what the disk held, and by the checks. */
public record GuestReport(List<GuestCut> cuts, double seconds, List<String> troubles) {
    public boolean holds() {
        return troubles.isEmpty() && lost() == 0 && acked() > 0;
    }

    /** Messages acknowledged, of all disks. */
    long acked() {
        return lastOfEachDisk().stream().mapToLong(GuestCut::acked).sum();
    }

    private long lost() {
        return lastOfEachDisk().stream().mapToLong(GuestCut::lost).sum();
    }

    private long holes() {
        return lastOfEachDisk().stream().mapToLong(GuestCut::holes).sum();
    }

    /** The logs of acknowledgements grow while a disk lives. */
    private List<GuestCut> lastOfEachDisk() {
        final Map<Integer, GuestCut> last = new HashMap<>();
        cuts.forEach(cut -> last.put(cut.disk(), cut));
        return List.copyOf(last.values());
    }

    private long count(final Predicate<GuestCut> which) {
        return cuts.stream().filter(which).count();
    }

    /** Lines for people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        cuts.forEach(cut -> lines.add(cut.line()));
        lines.add("power cuts of a guest: %d on %d disks in %.0f s".formatted(cuts.size(), lastOfEachDisk().size(), seconds));
        lines.add("with many messages in flight: %d, one by one: %d, in the midst of a recovery: %d".formatted(
            count(cut -> cut.traffic() == Traffic.MANY), count(cut -> cut.traffic() == Traffic.ONE_BY_ONE),
            count(cut -> cut.traffic() == Traffic.NONE)));
        lines.add("aimed at a roll: %d, of which %d undid it; with the device's write cache lost: %d".formatted(
            count(cut -> cut.rollMs() >= 0), count(GuestCut::midRoll), count(cut -> cut.boot().forgetful())));
        lines.add("messages acked: %d, lost: %d; holes estimated: %d".formatted(acked(), lost(), holes()));
        lines.addAll(troubles);
        lines.add(holds() ? "crashlab: nothing lost, nothing twice" : "crashlab: FAILED, see above");
        return lines;
    }

    /** The same, the fields of an object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeBooleanField("ok", holds());
        json.writeNumberField("seconds", seconds);
        json.writeNumberField("acked", acked());
        json.writeNumberField("acked_lost", lost());
        json.writeNumberField("holes", holes());
        json.writeArrayFieldStart("cuts");
        for (final GuestCut cut : cuts) {
            cut.write(json);
        }
        json.writeEndArray();
        TextArray.write(json, "troubles", troubles);
    }
}
