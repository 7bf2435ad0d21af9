package io.borelog.ingest.mqtt;

import io.netty.buffer.ByteBuf;

/** The packets that are written by the thousand, or are smaller than their objects would be: straight into bytes. */
final class Packets {
    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBCOMP = 0x70;

    private static final int REASON_STRING = 0x1F;

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

    /** 5.0 only, with a reason string of less than 120 bytes. */
    static void putAck(final ByteBuf buffer, final int type, final int packetId, final int reason, final byte[] reasonString) {
        buffer.writeByte(type).writeByte(7 + reasonString.length).writeShort(packetId).writeByte(reason)
            .writeByte(3 + reasonString.length).writeByte(REASON_STRING).writeShort(reasonString.length).writeBytes(reasonString);
    }

    static void putPingResponse(final ByteBuf buffer) {
        buffer.writeShort(0xD000);
    }

    /** 5.0 only. */
    static void putDisconnect(final ByteBuf buffer, final int reason) {
        buffer.writeShort(0xE001).writeByte(reason);
    }
}
