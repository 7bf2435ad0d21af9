package io.borelog.correlate;

import java.util.Arrays;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.serialization.DataAccess;
import net.openhft.chronicle.hash.serialization.impl.ByteArrayDataAccess;

/**
 * How {@link ToolMap} hands a key or a value to Chronicle Map: copied into memory that is used again, where the library's own way makes
 * 192 bytes of objects for each. The map makes one of its own for each thread and for keys and values.
 */
final class LentBytes extends ByteArrayDataAccess {
    private byte[] memory = {};
    private BytesStore<?, ?> store;
    private byte[] lent;

    @Override
    public Data<byte[]> getData(final byte[] bytes) {
        if (memory.length < bytes.length) {
            memory = new byte[Math.max(ToolState.LENGTH, bytes.length)];
            store = BytesStore.wrap(memory);
        }
        System.arraycopy(bytes, 0, memory, 0, bytes.length);
        lent = bytes;
        return this;
    }

    @Override
    public RandomDataInput bytes() {
        return store;
    }

    @Override
    public long offset() {
        return store.start();
    }

    @Override
    public long size() {
        return lent.length;
    }

    @Override
    public byte[] get() {
        return lent;
    }

    @Override
    public byte[] getUsing(final byte[] using) {
        final byte[] into = using != null && using.length == lent.length ? using : new byte[lent.length];
        System.arraycopy(lent, 0, into, 0, into.length);
        return into;
    }

    @Override
    public void uninit() {
        lent = null;
    }

    @Override
    public DataAccess<byte[]> copy() {
        return new LentBytes();
    }

    @Override
    public String toString() {
        return Arrays.toString(lent);
    }
}
