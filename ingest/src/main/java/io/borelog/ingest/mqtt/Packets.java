package io.borelog.ingest.mqtt;

import io.netty.buffer.ByteBuf;

/** The packets that are written by the thousand, or are smaller than their objects would be: straight into bytes. */
final class Packets {
    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBCOMP = 0x70;

    private Packets() {
    }

    /** Success: the same four bytes in 3.1.1 and 5.0. */
    static void putAck(final ByteBuf buffer, final int type, final int packetId) {
        buffer.writeInt(type << 24 | 2 << 16 | packetId);
    }

    /** 5.0 only. */
    static void putAck(final ByteBuf buffer, final int type, final int packetId, final int reason) {
        buffer.writeInt(type << 24 | 3 << 16 | packetId).writeByte(reason);
    }

    static void putPingResponse(final ByteBuf buffer) {
        buffer.writeShort(0xD000);
    }

    /** 5.0 only. */
    static void putDisconnect(final ByteBuf buffer, final int reason) {
        buffer.writeShort(0xE001).writeByte(reason);
    }
}
