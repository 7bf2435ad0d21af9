package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * One acknowledged message, as the torture tests' oracle reads it.
 *
 * @param crc32c of the payload, unsigned
 * @param resend 0 for the first sending, 1 for a deliberate duplicate
 */
record AckLine(long hole, String toolbox, String tool, String resultId, String sourceTimestamp, Part part, int bytes, long crc32c,
               int resend) implements JsonLines.Line {
    @Override
    public void writeTo(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("hole", hole);
        json.writeStringField("toolbox", toolbox);
        json.writeStringField("tool", tool);
        json.writeStringField("resultId", resultId);
        json.writeStringField("sourceTimestamp", sourceTimestamp);
        json.writeStringField("part", part.label());
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("crc32c", crc32c);
        json.writeNumberField("resend", resend);
        json.writeEndObject();
    }
}
