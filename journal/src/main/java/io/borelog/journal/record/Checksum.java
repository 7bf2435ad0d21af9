package io.borelog.journal.record;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * CRC32C over ranges of Agrona buffers without copying: the JDK's intrinsic wants a ByteBuffer, mapped records have only an address,
 * so one ByteBuffer is aimed at whatever memory is to be summed. One per appender and per tailer; not thread safe.
 */
public final class Checksum {
    private static final long ADDRESS_FIELD = fieldOffset("address");
    private static final long CAPACITY_FIELD = fieldOffset("capacity");

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer window = ByteBuffer.allocateDirect(1).duplicate(); // a duplicate owns no memory: aiming it frees nothing

    public Checksum reset() {
        crc.reset();
        return this;
    }

    public Checksum update(final DirectBuffer buffer, final int offset, final int length) {
        if (length > 0) {
            final byte[] array = buffer.byteArray();
            if (array != null) {
                crc.update(array, buffer.wrapAdjustment() + offset, length);
            } else {
                aim(buffer.addressOffset() + offset, length);
                crc.update(window);
            }
        }
        return this;
    }

    public int value() {
        return (int) crc.getValue();
    }

    /** The CRC of one record that lies in one piece: header bytes before the CRC field, then the payload. */
    public int ofRecord(final DirectBuffer buffer, final int offset, final int payloadLength) {
        return reset()
            .update(buffer, offset, RecordHeader.CRC_OFFSET)
            .update(buffer, offset + RecordHeader.LENGTH, payloadLength)
            .value();
    }

    private void aim(final long address, final int length) {
        window.clear();
        UnsafeApi.putLong(window, ADDRESS_FIELD, address);
        UnsafeApi.putInt(window, CAPACITY_FIELD, length);
        window.limit(length).position(0);
    }

    private static long fieldOffset(final String name) {
        try {
            return UnsafeApi.objectFieldOffset(Buffer.class.getDeclaredField(name));
        } catch (final NoSuchFieldException ex) {
            throw new IllegalStateException("java.nio.Buffer has no field " + name + " on this JDK", ex);
        }
    }
}
