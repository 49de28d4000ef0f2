package io.github.binlogcapturer.sink.file.internal.segment;

/** What every record has around its payload, and the kinds there are. */
final class Frame {

    static final int SCHEMA = 1;
    static final int PART = 2;
    static final int SCHEMA_CHANGE = 3;
    static final int HEARTBEAT = 4;
    static final int FOOTER = 5;

    static final int KIND_AT = 4;
    static final int TS_AT = 5;
    static final int HEAD_BYTES = 13;
    static final int CRC_BYTES = 4;

    /** A part's flags. */
    static final int FIRST = 1;

    static final int LAST = 2;
    /** With this part everything up to its commit ts is complete. */
    static final int COMPLETE = 4;

    private static final int KIND_BITS = 3;
    private static final int CHECK_BITS = 5;

    private Frame() {}

    /**
     * Returns a record's fifth byte. Its upper bits change with every bit of the length, so that a damaged length is not taken for a record
     * that was cut off.
     */
    static byte kindByte(int kind, int length) {
        int check = 0;
        for (int rest = length; rest != 0; rest >>>= CHECK_BITS) {
            check ^= rest;
        }
        return (byte) (kind | check << KIND_BITS);
    }

    /** Returns the kind, or 0 where the byte does not fit the length. */
    static int kind(byte kindByte, int length) {
        int kind = kindByte & ((1 << KIND_BITS) - 1);
        return kindByte == kindByte(kind, length) ? kind : 0;
    }
}
