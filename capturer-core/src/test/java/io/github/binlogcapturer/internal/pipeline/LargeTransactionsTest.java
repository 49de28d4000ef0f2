package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Transactions of 64 MB in all regions at once, with the default limit and a heap twice as large. */
@Timeout(300)
class LargeTransactionsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"3, 65536", "2, 100"})
    void shouldCaptureMoreThanTheHeapHolds(int rounds, int textBytes) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command(rounds, textBytes))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(printed).contains("OK " + 16 * rounds).doesNotContain("OutOfMemory");
        assertThat(process.exitValue()).isZero();
    }

    private static List<String> command(int rounds, int textBytes) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                classPath,
                BigTransactions.class.getName(),
                Integer.toString(rounds),
                Integer.toString(textBytes));
    }

    @Test
    void shouldKeepNothingOfWhatIsAcknowledged() throws Exception {
        BigSource source = new BigSource(4, 5, 2 << 20, 1000);
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .source(source)
                .memoryLimit(8 << 20)
                .startFrom(StartPosition.earliest())
                .build()) {
            EventStream stream = capturer.start();
            int left = source.transactions();
            while (left > 0) {
                left -= takeSome(stream);
            }
            assertThat(source.rereads).hasPositiveValue();
            await().untilAsserted(() -> {
                System.gc();
                assertThat(source.made).extracting(WeakReference::get).containsOnlyNulls();
            });
        }
    }

    private static int takeSome(EventStream stream) throws InterruptedException {
        Batch batch = stream.get(1, Duration.ofSeconds(10));
        assertThat(batch.isEmpty()).isFalse();
        return batch.transactions().size();
    }
}
