package io.borelog.ingest.admit;

import io.netty.buffer.ByteBuf;
import org.agrona.concurrent.UnsafeBuffer;

/** Aims a flyweight at Netty's memory: an index in the one is the same index in the other, without a copy. Any thread that owns both. */
public final class BufferView {
    private BufferView() {
    }

    /** The view is valid as long as the buffer is held. */
    public static void wrap(final UnsafeBuffer view, final ByteBuf buffer) {
        if (buffer.hasMemoryAddress()) {
            view.wrap(buffer.memoryAddress(), buffer.capacity());
        } else if (buffer.hasArray()) {
            view.wrap(buffer.array(), buffer.arrayOffset(), buffer.capacity());
        } else {
            view.wrap(buffer.nioBuffer(0, buffer.capacity()));
        }
    }
}
