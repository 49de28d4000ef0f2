package io.github.binlogcapturer.format.internal.json;

/** Tells whether bytes are UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Stateless. */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] data, int length) {
        for (int at = 0; at < length; ) {
            int width = width(data[at] & 0xff);
            if (width == 0 || at + width > length || !continues(data, at, width)) {
                return false;
            }
            at += width;
        }
        return true;
    }

    /** Returns how many bytes a character has that begins with a byte, 0 where none begins with it. */
    private static int width(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    private static boolean continues(byte[] data, int at, int width) {
        if (width > 1 && !isSecond(data[at] & 0xff, data[at + 1] & 0xff)) {
            return false;
        }
        for (int i = at + 2; i < at + width; i++) {
            if ((data[i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSecond(int first, int second) {
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= lowest && second <= highest;
    }
}
