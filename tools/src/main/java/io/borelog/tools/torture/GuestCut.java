package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.guest.Boot;
import java.io.IOException;
import java.util.Locale;

/**
 * One cut of a guest's power, and what came of it.
 *
 * @param disk        on which it fell, counted from 1
 * @param boot        what ran in the guest and on what
 * @param traffic     what was in flight
 * @param bootSeconds from power on until the guest was ready, or until the cut where that came before
 * @param rollMs      from the appearance of a new file of inbound to the cut; -1 where the cut was not aimed at a roll
 * @param midRoll     whether that file was lost, or was there without a message in it
 * @param acked       messages acknowledged on this disk so far
 * @param lost        of them, not in inbound
 * @param holes       estimated, of this disk so far
 * @param backSeconds from the cut until what it left was copied, repaired, read, answered and checked on the host
 */
public record GuestCut(
    int disk, Boot boot, Traffic traffic, double bootSeconds, long rollMs, boolean midRoll, long acked, long lost, long holes,
    double backSeconds) {
    /** How many messages are in flight at a time, so how large the groups are that one force serves. */
    public enum Traffic {
        /** A cut in the midst of a recovery. */
        NONE,
        ONE_BY_ONE,
        MANY;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** For people. */
    String line() {
        return ("%s on disk %d (%s%s), messages in flight: %s, %s %.0f s after power on%s; acked %d, lost %d, holes %d; "
            + "back in %.0f s").formatted(boot.run(), disk, boot.mountOptions(), boot.forgetful() ? ", write cache lost" : "", traffic.text(),
            traffic == Traffic.NONE ? "cut" : "ready", bootSeconds,
            rollMs < 0 ? "" : ", %d ms into a roll%s".formatted(rollMs, midRoll ? " that it undid" : ""),
            acked, lost, holes, backSeconds);
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("disk", disk);
        json.writeStringField("run", boot.run());
        json.writeStringField("mount", boot.mountOptions());
        json.writeBooleanField("write_cache_lost", boot.forgetful());
        json.writeStringField("in_flight", traffic.text());
        json.writeNumberField("boot_seconds", bootSeconds);
        if (rollMs >= 0) {
            json.writeNumberField("roll_ms", rollMs);
            json.writeBooleanField("mid_roll", midRoll);
        }
        json.writeNumberField("acked", acked);
        json.writeNumberField("acked_lost", lost);
        json.writeNumberField("holes", holes);
        json.writeNumberField("back_seconds", backSeconds);
        json.writeEndObject();
    }
}
