package io.borelog.correlate;

import io.borelog.journal.record.Texts;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.agrona.ExpandableArrayBuffer;

/**
 * Identity of a hole within its tool: the first 128 bits of SHA-256 over ResultId and SourceTimestamp text. That many bits of that
 * function stand for the key itself: the real key of a hole that was answered weeks ago may be in no journal any more.
 * Reused; correlate's thread only.
 */
final class HoleId {
    private final MessageDigest sha256;
    private final ExpandableArrayBuffer key = new ExpandableArrayBuffer(512);
    private final byte[] digest = new byte[32];
    private final ByteBuffer view = ByteBuffer.wrap(digest);

    HoleId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex); // every JDK has SHA-256
        }
    }

    HoleId of(final CharSequence resultId, final CharSequence sourceTimestamp) {
        final int end = Texts.putBytes(key, 0, resultId);
        key.putByte(end, (byte) 0);
        sha256.update(key.byteArray(), 0, Texts.putBytes(key, end + 1, sourceTimestamp));
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (final DigestException ex) {
            throw new IllegalStateException(ex);
        }
        return this;
    }

    HoleId set(final long high, final long low) {
        view.putLong(0, high).putLong(8, low);
        return this;
    }

    long high() {
        return view.getLong(0);
    }

    long low() {
        return view.getLong(8);
    }

    boolean is(final long high, final long low) {
        return high() == high && low() == low;
    }
}
