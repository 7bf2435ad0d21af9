package io.borelog.tools.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** What a subscriber received. */
record Message(String topic, byte[] payload) {
    String text() {
        return new String(payload, UTF_8);
    }

    JsonNode json() {
        return Program.parse(text());
    }

    boolean is(final String otherTopic) {
        return topic.equals(otherTopic);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Message message && topic.equals(message.topic) && Arrays.equals(payload, message.payload);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        final String text = text();
        return topic + " " + text.substring(0, Math.min(text.length(), 200));
    }
}
