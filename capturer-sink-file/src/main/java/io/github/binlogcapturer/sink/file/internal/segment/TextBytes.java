package io.github.binlogcapturer.sink.file.internal.segment;

import java.nio.charset.StandardCharsets;

/** The bytes of the text that came last, which mostly comes again. */
final class TextBytes {

    private String text = "";
    private byte[] bytes = {};

    byte[] of(String next) {
        if (!next.equals(text)) {
            text = next;
            bytes = next.getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }
}
