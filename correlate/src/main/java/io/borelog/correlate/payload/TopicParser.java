package io.borelog.correlate.payload;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Splits {@code root/toolbox/tool/suffix} into levels. Called by the correlate agent for each message, on its one thread.
 * The root may itself have several levels. The results we publish share the root; their suffix is none of ours, so they are OTHER.
 */
public final class TopicParser {

    public static final String DEFAULT_ROOT = "OPCPUBSUB";
    /** Longer levels name no tool of ours: so what is written of a tool fits its record, whatever comes. */
    public static final int MAX_LEVEL_BYTES = 256;

    private static final byte[] RESULT = "ResultManagement".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRACE = "ResultManagement/Trace".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEADS = "AssetManagement/Heads".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD = "AssetManagement/Head".getBytes(StandardCharsets.US_ASCII);

    private final byte[] prefix;
    private final ToolKeys toolKeys = new ToolKeys();
    private PartKind kind = PartKind.OTHER;
    private byte[] toolKey;

    /** @param root the levels before the toolbox, without trailing slash */
    public TopicParser(final String root) {
        if (root.isEmpty() || root.endsWith("/")) {
            throw new IllegalArgumentException("topic root must be levels without a trailing slash: '" + root + "'");
        }
        prefix = (root + "/").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads one topic name, UTF-8.
     *
     * @return whether it names a tool's Result, Trace or Heads; if not, {@link #kind()} is OTHER and the key null
     */
    public boolean parse(final DirectBuffer buffer, final int offset, final int length) {
        kind = PartKind.OTHER;
        toolKey = null;
        final int end = offset + length;
        if (!startsWith(buffer, offset, end, prefix)) {
            return false;
        }
        final int toolboxStart = offset + prefix.length;
        final int toolboxEnd = levelEnd(buffer, toolboxStart, end);
        final int toolStart = toolboxEnd + 1;
        final int toolEnd = levelEnd(buffer, toolStart, end);
        if (toolboxEnd == toolboxStart || toolEnd <= toolStart || toolEnd >= end
            || toolboxEnd - toolboxStart > MAX_LEVEL_BYTES || toolEnd - toolStart > MAX_LEVEL_BYTES) {
            return false;
        }
        kind = kindOf(buffer, toolEnd + 1, end);
        if (kind == PartKind.OTHER) {
            return false;
        }
        toolKey = toolKeys.get(buffer, toolboxStart, toolEnd - toolboxStart);
        return true;
    }

    public PartKind kind() {
        return kind;
    }

    /** The two levels {@code toolbox/tool}, UTF-8; of a tool seen before mostly the same array. Not to be changed. */
    public byte[] toolKey() {
        return toolKey;
    }

    private static PartKind kindOf(final DirectBuffer buffer, final int start, final int end) {
        if (equal(buffer, start, end, RESULT)) {
            return PartKind.RESULT;
        }
        if (equal(buffer, start, end, TRACE)) {
            return PartKind.TRACE;
        }
        return equal(buffer, start, end, HEADS) || equal(buffer, start, end, HEAD) ? PartKind.HEADS : PartKind.OTHER;
    }

    private static boolean equal(final DirectBuffer buffer, final int start, final int end, final byte[] text) {
        return end - start == text.length && startsWith(buffer, start, end, text);
    }

    private static boolean startsWith(final DirectBuffer buffer, final int start, final int end, final byte[] text) {
        if (end - start < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (buffer.getByte(start + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the level that starts there ends: at the next slash or at the end of the topic. */
    private static int levelEnd(final DirectBuffer buffer, final int start, final int end) {
        int i = start;
        while (i < end && buffer.getByte(i) != '/') {
            i++;
        }
        return i;
    }
}
