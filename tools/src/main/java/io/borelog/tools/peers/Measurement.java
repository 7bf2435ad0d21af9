package io.borelog.tools.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/**
 * One load against one server.
 *
 * @param round   from 1
 * @param version as the server says itself, empty where it does not
 * @param figures null where failure says why
 */
record Measurement(Load load, Server server, int round, String version, LoadFigures figures, String failure) {
    boolean isOf(final Load wanted, final String name) {
        return load == wanted && server.name().equals(name);
    }

    /** With figures that can be believed. */
    boolean isClean() {
        return figures != null && figures.isClean();
    }

    /** What is to be said beside its figures, empty for nothing. */
    String note() {
        return figures == null ? failure : figures.trouble();
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("load", load.id());
        json.writeStringField("server", server.name());
        json.writeStringField("kind", server.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("ack", server.ack());
        json.writeNumberField("round", round);
        json.writeStringField("version", version);
        json.writeStringField("note", note());
        json.writeFieldName("mqload");
        if (figures == null) {
            json.writeNull();
        } else {
            figures.write(json);
        }
        json.writeEndObject();
    }
}
