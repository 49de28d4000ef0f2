package io.github.binlogcapturer.format.internal.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class Utf8Test {

    /** Bytes at the borders of all ranges. */
    private static final int[] EDGES = {
        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
        0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    @Test
    void shouldAgreeWithTheDecoderOnAllShortSequencesOfEdges() {
        byte[] data = new byte[4];
        for (int i = 0; i < EDGES.length * EDGES.length * EDGES.length * EDGES.length; i++) {
            for (int at = 0, rest = i; at < 4; at++, rest /= EDGES.length) {
                data[at] = (byte) EDGES[rest % EDGES.length];
            }
            int length = 1 + i % 4;

            if (Utf8.isValid(data, length) != isDecoded(data, length)) {
                fail("sequence %s, %s bytes", i, length);
            }
        }
    }

    @Test
    void shouldAgreeWithTheDecoderOnRandomTexts() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int[] points = random.ints(1 + random.nextInt(20), 0, 0x110000)
                    .filter(point -> point < 0xd800 || point > 0xdfff)
                    .toArray();
            byte[] data = new String(points, 0, points.length).getBytes(StandardCharsets.UTF_8);

            assertThat(Utf8.isValid(data, data.length)).as("seed %s", seed).isTrue();
            if (data.length > 0) {
                data[random.nextInt(data.length)] = (byte) random.nextInt(256);
                assertThat(Utf8.isValid(data, data.length)).as("seed %s", seed).isEqualTo(isDecoded(data, data.length));
            }
        }
    }

    private static boolean isDecoded(byte[] data, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
