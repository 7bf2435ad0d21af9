package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One recorded message with holes for what must differ from sending to sending: replayed as it is, the same identity would arrive again and
 * again and rightly be discarded. Curves and all other values stay those of the file. A file that is no JSON is sent as it is.
 */
final class ReplayTemplate {
    /** What a literal is followed by. */
    private enum Slot { MESSAGE_ID, TOOLBOX, TOOL, RESULT_ID, RESULT_ID_NUMBER, TIMESTAMP, END }

    private record Piece(byte[] literal, Slot slot) { }

    private static final Pattern MARK = Pattern.compile("@@(MESSAGE_ID|TOOLBOX|TOOL|RESULT_ID|TIMESTAMP)@@|\"@@(RESULT_ID_NUMBER)@@\"");
    private static final Pattern DEVICE = Pattern.compile("(DeviceSet\\.).+?(\\.(?:ResultManagement|AssetManagement)\\.)");
    private static final Pattern IDENTITY = Pattern.compile(".*\\.(ResultMetaData\\.ResultId|StepResultId|LifeTimeCycleCounter)$");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Piece> pieces;

    private ReplayTemplate(final List<Piece> pieces) {
        this.pieces = pieces;
    }

    static ReplayTemplate compile(final byte[] message) throws IOException {
        try {
            return split(MAPPER.writeValueAsString(marked(MAPPER.readTree(message))));
        } catch (final JsonProcessingException e) {
            return new ReplayTemplate(List.of(new Piece(message, Slot.END)));
        }
    }

    private static JsonNode marked(final JsonNode root) {
        if (root instanceof ObjectNode envelope && envelope.get("Messages") instanceof ObjectNode messages
            && messages.get("Payload") instanceof ObjectNode payload) {
            envelope.put("MessageId", "@@MESSAGE_ID@@");
            envelope.put("PublisherId", "@@TOOLBOX@@");
            if (messages.path("DataSetWriterId").isTextual()) {
                messages.put("DataSetWriterId", "@@TOOL@@");
            }
            final ObjectNode renamed = messages.putObject("Payload");
            for (final Map.Entry<String, JsonNode> entry : payload.properties()) {
                if (entry.getValue() instanceof ObjectNode node) {
                    markIdentity(entry.getKey(), node);
                }
                renamed.set(DEVICE.matcher(entry.getKey()).replaceFirst("$1@@TOOL@@$2"), entry.getValue());
            }
        }
        return root;
    }

    private static void markIdentity(final String key, final ObjectNode node) {
        if (node.has("SourceTimestamp")) {
            node.put("SourceTimestamp", "@@TIMESTAMP@@");
        }
        if (IDENTITY.matcher(key).matches() && node.has("Value")) {
            node.put("Value", node.get("Value").isTextual() ? "@@RESULT_ID@@" : "@@RESULT_ID_NUMBER@@");
        }
    }

    private static ReplayTemplate split(final String text) {
        final List<Piece> pieces = new ArrayList<>();
        final Matcher mark = MARK.matcher(text);
        int from = 0;
        while (mark.find()) {
            final String slot = mark.group(1) == null ? mark.group(2) : mark.group(1);
            pieces.add(new Piece(text.substring(from, mark.start()).getBytes(StandardCharsets.UTF_8), Slot.valueOf(slot)));
            from = mark.end();
        }
        pieces.add(new Piece(text.substring(from).getBytes(StandardCharsets.UTF_8), Slot.END));
        return new ReplayTemplate(List.copyOf(pieces));
    }

    byte[] render(final HoleMessages hole, final String messageId) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final Piece piece : pieces) {
            out.writeBytes(piece.literal());
            out.writeBytes(text(piece.slot(), hole, messageId).getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static String text(final Slot slot, final HoleMessages hole, final String messageId) {
        return switch (slot) {
            case MESSAGE_ID -> messageId;
            case TOOLBOX -> hole.toolbox;
            case TOOL -> hole.tool;
            case RESULT_ID, RESULT_ID_NUMBER -> hole.resultId;
            case TIMESTAMP -> hole.sourceTimestamp;
            case END -> "";
        };
    }
}
