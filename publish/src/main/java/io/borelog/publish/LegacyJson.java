package io.borelog.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.record.EstimateRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * The payloads of the two legacy topics, to the byte what the legacy program wrote, so that its subscribers need not change.
 * Pure; publish's thread.
 */
final class LegacyJson {
    static final String NEGATIVE = "Negative depth values detected";
    private static final int TYPICAL_LENGTH = 256;

    private LegacyJson() {
    }

    /** @param valueMm finite; @param warning null for none */
    static byte[] success(final EstimateRecord estimate, final double[] valueMm, final String algoVersion, final String warning) {
        final StringWriter text = new StringWriter(TYPICAL_LENGTH);
        try (JsonGenerator json = PythonJson.generator(text)) {
            writeIdentity(json, estimate);
            json.writeArrayFieldStart("Value");
            for (final double mm : valueMm) {
                json.writeNumber(PythonNumbers.repr(mm));
            }
            json.writeEndArray();
            json.writeStringField("AlgoVersion", algoVersion);
            if (warning != null) {
                json.writeStringField("Warning", warning);
            }
            json.writeEndObject();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex); // a StringWriter does no I/O
        }
        return text.toString().getBytes(US_ASCII);
    }

    /** @param value the sentence in place of the numbers */
    static byte[] error(final EstimateRecord estimate, final String value) {
        final StringWriter text = new StringWriter(TYPICAL_LENGTH);
        try (JsonGenerator json = PythonJson.generator(text)) {
            writeIdentity(json, estimate);
            json.writeStringField("Value", value);
            json.writeBooleanField("Error", true);
            json.writeEndObject();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex); // a StringWriter does no I/O
        }
        return text.toString().getBytes(US_ASCII);
    }

    private static void writeIdentity(final JsonGenerator json, final EstimateRecord estimate) throws IOException {
        json.writeStartObject();
        json.writeStringField("SourceTimestamp", estimate.sourceTimestamp());
        json.writeStringField("MachineId", estimate.machineId());
        json.writeStringField("ResultId", estimate.resultId());
        json.writeStringField("HeadId", estimate.headId());
    }
}
