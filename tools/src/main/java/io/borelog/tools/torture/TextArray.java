package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Sentences in a report for programs: what went wrong, one by one. */
public final class TextArray {
    private TextArray() {
    }

    public static void write(final JsonGenerator json, final String name, final List<String> sentences) throws IOException {
        json.writeFieldName(name);
        json.writeArray(sentences.toArray(String[]::new), 0, sentences.size());
    }
}
