package io.github.binlogcapturer.internal.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts of which nearly each is the same as the one before, so that only others are decoded. Owned by one thread. */
final class RepeatedText {

    private byte[] last = new byte[0];
    private String text = "";

    String of(byte[] data, Slice slice) {
        int end = slice.offset() + slice.length();
        if (!Arrays.equals(data, slice.offset(), end, last, 0, last.length)) {
            last = Arrays.copyOfRange(data, slice.offset(), end);
            text = new String(last, StandardCharsets.UTF_8);
        }
        return text;
    }
}
