package io.borelog.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;

/** JSON in the form of Python's {@code json.dumps}: {@code ", "} and {@code ": "}, ASCII with escapes in lower-case hex. */
final class PythonJson {
    private static final char DELETE = 0x7F;
    private static final JsonFactory FACTORY = JsonFactory.builder()
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
        .build();
    private static final CharacterEscapes ESCAPES = new Escapes();

    private PythonJson() {
    }

    static JsonGenerator generator(final Writer into) throws IOException {
        return FACTORY.createGenerator(into).setCharacterEscapes(ESCAPES).setPrettyPrinter(new Separators());
    }

    private static final class Separators extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        @Override
        public void writeObjectEntrySeparator(final JsonGenerator json) throws IOException {
            json.writeRaw(", ");
        }

        @Override
        public void writeObjectFieldValueSeparator(final JsonGenerator json) throws IOException {
            json.writeRaw(": ");
        }

        @Override
        public void writeArrayValueSeparator(final JsonGenerator json) throws IOException {
            json.writeRaw(", ");
        }
    }

    /** Python escapes DELETE too, Jackson takes it for plain ASCII. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii[DELETE] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public SerializableString getEscapeSequence(final int ch) {
            return null; // no escapes of our own
        }
    }
}
