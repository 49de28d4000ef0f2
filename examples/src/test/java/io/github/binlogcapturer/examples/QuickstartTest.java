package io.github.binlogcapturer.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class QuickstartTest {

    private static final int TRANSACTIONS = 1385;

    @TempDir
    Path folder;

    @Test
    void shouldShowTransactionsProgressAndSummary() throws Exception {
        Console console = new Console();

        new Quickstart(folder, Long.MAX_VALUE, console.out()).run();

        assertThat(console.text())
                .contains("There is no checkpoint yet")
                .contains("INSERT cdc.b1 {id=", "more changes")
                .containsPattern("1.250 transactions, [\\d.,]+ a second, now at ")
                .containsPattern(
                        "1.385 transactions with 3.609 row changes in [\\d.,]+ ms, [\\d.,]+ transactions a second");
    }

    @Test
    void shouldWriteEveryTransactionToTheFiles() throws Exception {
        run(Long.MAX_VALUE);

        assertThat(begins()).hasSize(TRANSACTIONS).doesNotHaveDuplicates();
    }

    @Test
    void shouldDeliverNothingTwiceInASecondRun() throws Exception {
        run(Long.MAX_VALUE);
        Console console = new Console();

        long transactions = new Quickstart(folder, Long.MAX_VALUE, console.out()).run();

        assertThat(transactions).isZero();
        assertThat(console.text())
                .contains("Resumes from the checkpoint of ", "Nothing is left behind the checkpoint.");
        assertThat(begins()).hasSize(TRANSACTIONS).doesNotHaveDuplicates();
    }

    @Test
    void shouldGoOnInTheMiddle() throws Exception {
        long first = run(500);
        long second = run(Long.MAX_VALUE);

        assertThat(first).isBetween(500L, TRANSACTIONS - 1L);
        assertThat(first + second).isEqualTo(TRANSACTIONS);
        assertThat(begins()).hasSize(TRANSACTIONS).doesNotHaveDuplicates();
    }

    private long run(long limit) throws IOException, InterruptedException {
        return new Quickstart(folder, limit, new Console().out()).run();
    }

    /** Returns the lines in all files that begin a transaction; each names its commit ts. */
    private List<String> begins() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("files"))) {
            return files.filter(file -> file.toString().contains(".jsonl"))
                    .flatMap(QuickstartTest::lines)
                    .filter(line -> line.startsWith("{\"type\":\"begin\""))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
