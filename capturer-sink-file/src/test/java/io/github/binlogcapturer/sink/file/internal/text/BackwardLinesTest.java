package io.github.binlogcapturer.sink.file.internal.text;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BackwardLinesTest {

    @TempDir
    Path directory;

    @Test
    void shouldFindAllWholeLinesInAnyBlockSize() throws IOException {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String text = randomText(random, random.nextInt(60));

            assertThat(readBackwards(text, 1 + random.nextInt(20)))
                    .as("seed %d, text \"%s\"", seed, text)
                    .isEqualTo(wholeLines(text));
        }
    }

    @Test
    void shouldGiveTheBeginningOfALongLine() throws IOException {
        try (FileChannel channel = FileChannel.open(write("first\nabcdefgh\n"))) {
            BackwardLines lines = new BackwardLines(channel, 4);
            lines.previous();

            assertThat(lines.head(3)).asString(StandardCharsets.UTF_8).isEqualTo("abc");
            assertThat(lines.start()).isEqualTo(6);
            assertThat(lines.end()).isEqualTo(15);
        }
    }

    @Test
    void shouldSeeZeroBytesInTheirLineOnly() throws IOException {
        try (FileChannel channel = FileChannel.open(write("a\nb\u0000b\nc\n\u0000"))) {
            BackwardLines lines = new BackwardLines(channel, 2);
            List<Boolean> damaged = new ArrayList<>();
            while (lines.previous()) {
                damaged.add(lines.isDamaged());
            }

            assertThat(damaged).containsExactly(false, true, false);
        }
    }

    private List<String> readBackwards(String text, int blockBytes) throws IOException {
        List<String> found = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(write(text))) {
            BackwardLines lines = new BackwardLines(channel, blockBytes);
            while (lines.previous()) {
                found.add(new String(lines.head(Integer.MAX_VALUE), StandardCharsets.UTF_8));
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static String randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab\n".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("lines"), text);
    }
}
