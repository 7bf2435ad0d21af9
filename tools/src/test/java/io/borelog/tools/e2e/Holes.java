package io.borelog.tools.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.tools.simulate.Dialect;
import io.borelog.tools.simulate.Hole;
import io.borelog.tools.simulate.HoleGenerator;
import io.borelog.tools.simulate.Part;
import io.borelog.tools.simulate.PayloadWriter;
import io.borelog.tools.simulate.SizeProfile;
import java.io.IOException;
import java.util.UUID;

/** Small generated holes: number n of one tool, as the messages its gateway would send. */
final class Holes {
    private static final long DRILLED_AT_S = 1_763_000_000L;

    private final HoleGenerator generator = new HoleGenerator(7, 1, SizeProfile.SMALL, Dialect.GATEWAY_2025);
    private final PayloadWriter writer = new PayloadWriter();
    private final Hole hole = new Hole();

    byte[] payload(final int number, final Part part) {
        generator.generate(number, DRILLED_AT_S + number, hole);
        return writer.write(hole, part, 0);
    }

    String resultId(final int number) {
        generator.generate(number, DRILLED_AT_S + number, hole);
        return Integer.toString(hole.resultId());
    }

    /** The same content in a new envelope, as a gateway repeats it. */
    static byte[] renewed(final byte[] payload) {
        try {
            final ObjectNode envelope = (ObjectNode) Program.JSON.readTree(payload);
            envelope.put("MessageId", UUID.nameUUIDFromBytes(payload).toString());
            final ObjectNode messages = (ObjectNode) envelope.get("Messages");
            messages.put("SequenceNumber", messages.get("SequenceNumber").longValue() + 60_000);
            messages.put("Timestamp", "2026-01-02T03:04:05Z");
            return Program.JSON.writeValueAsBytes(envelope);
        } catch (final IOException ex) {
            throw new AssertionError(ex);
        }
    }
}
