package io.borelog.journal.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/** Hashes that are part of the data: never change one without a new record version. */
public final class Hashes {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Hashes() {
    }

    /** FNV-1a of two texts of {@link Texts} layout, folded to 32 bits: the partition of a tool. */
    static int ofTool(final DirectBuffer buffer, final int toolboxAt, final int toolAt) {
        long hash = FNV_BASIS;
        hash = fnv(hash, buffer, toolboxAt + 2, Math.max(0, Texts.length(buffer, toolboxAt)));
        hash = (hash ^ '/') * FNV_PRIME;
        hash = fnv(hash, buffer, toolAt + 2, Math.max(0, Texts.length(buffer, toolAt)));
        return fold(hash);
    }

    /** The same partition from strings. */
    public static int ofTool(final String toolbox, final String tool) {
        return fold(fnv64((toolbox + '/' + tool).getBytes(UTF_8)));
    }

    public static long fnv64(final byte[] bytes) {
        long hash = FNV_BASIS;
        for (final byte b : bytes) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    /** FNV-1a 64 of a range, for identities that are compared with the real key on a hit. */
    public static long fnv64(final DirectBuffer buffer, final int offset, final int length) {
        return fnv(FNV_BASIS, buffer, offset, length);
    }

    /** Estimate id: the first 16 bytes of SHA-256 over the hole's key and revision, in hex. */
    public static String estimateId(
        final String toolbox, final String tool, final String resultId, final String sourceTimestamp, final int revision) {
        final String key = toolbox + '\0' + tool + '\0' + resultId + '\0' + sourceTimestamp + '\0' + revision;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)), 0, 16);
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex); // every JDK has SHA-256
        }
    }

    private static long fnv(final long basis, final DirectBuffer buffer, final int offset, final int length) {
        long hash = basis;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ (buffer.getByte(offset + i) & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    private static int fold(final long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
