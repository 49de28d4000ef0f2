package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import io.github.binlogcapturer.testkit.functional.KillLoop;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.simulated.Committed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A capture is killed as the operating system kills, again and again, while it writes files; they hold each transaction once and whole. How
 * often is 6 times, or as {@code -Dkills=} says.
 */
@Timeout(600)
class FileKillTest {

    private static final long SEED = 44;
    private static final Pattern COMMIT = Pattern.compile("\\{\"type\":\"commit\",\"commitTs\":(\\d+),");

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private boolean keepsFew;

    @Test
    void shouldHoldEachTransactionOnceInSegmentsThoughItIsKilledOverAndOver() throws Exception {
        try (SimulatedShop shop = KillLoop.shop(SEED)) {
            KillLoop.run(shop, random, SEED, () -> fork(shop, FileFormat.SEGMENTS));

            List<Transaction> transactions = transactions();
            assertThat(transactions.stream().map(t -> t.commitTs().value()))
                    .as("seed %d", SEED)
                    .containsExactlyElementsOf(written(shop));
            assertThat(rows(transactions, "accounts"))
                    .as("accounts, seed %d", SEED)
                    .isEqualTo(new HashMap<>(shop.cluster.rows(shop.accounts)));
        }
    }

    @Test
    void shouldHoldEachTransactionOnceInLinesThoughItIsKilledOverAndOver() throws Exception {
        try (SimulatedShop shop = KillLoop.shop(SEED)) {
            KillLoop.run(shop, random, SEED, () -> fork(shop, FileFormat.JSON_LINES));

            assertThat(committedInLines()).as("seed %d", SEED).containsExactlyElementsOf(written(shop));
        }
    }

    @Test
    void shouldHoldTheLastTransactionsThoughItIsKilledWhileItCompressesAndDeletes() throws Exception {
        try (SimulatedShop shop = KillLoop.shop(SEED)) {
            keepsFew = true;
            KillLoop.run(shop, random, SEED, () -> fork(shop, FileFormat.SEGMENTS));

            List<Long> held = transactions().stream()
                    .map(transaction -> transaction.commitTs().value())
                    .toList();
            List<Long> written = written(shop);
            assertThat(held).as("seed %d", SEED).isNotEmpty().hasSizeLessThan(written.size());
            assertThat(held)
                    .as("seed %d", SEED)
                    .isEqualTo(written.subList(written.size() - held.size(), written.size()));
        }
    }

    private static List<Long> written(SimulatedShop shop) {
        return shop.cluster.commits().stream()
                .filter(commit -> !commit.pieces().isEmpty())
                .map(Committed::commitTs)
                .map(ts -> ts.value())
                .sorted()
                .toList();
    }

    private List<Transaction> transactions() throws InterruptedException {
        List<Transaction> transactions = new ArrayList<>();
        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(null);
            for (List<BinlogEvent> events = reader.next(); !events.isEmpty(); events = reader.next()) {
                for (BinlogEvent event : events) {
                    if (event instanceof Transaction transaction) {
                        transactions.add(transaction);
                    }
                }
            }
        }
        return transactions;
    }

    /** Returns the rows of a table by primary key after all transactions. */
    private static Map<List<@Nullable Object>, List<@Nullable Object>> rows(
            List<Transaction> transactions, String table) {
        Map<List<@Nullable Object>, List<@Nullable Object>> rows = new HashMap<>();
        for (Transaction transaction : transactions) {
            for (RowChange change : transaction.changes()) {
                if (change.table().table().equals(table)) {
                    List<@Nullable Object> values = new ArrayList<>();
                    change.schema()
                            .columns()
                            .forEach(column -> values.add(change.image().value(column.index())));
                    List<@Nullable Object> key = List.of(values.get(0));
                    if (change.after() == null) {
                        rows.remove(key);
                    } else {
                        rows.put(key, values);
                    }
                }
            }
        }
        return rows;
    }

    private List<Long> committedInLines() throws IOException {
        List<Long> committed = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().contains(".jsonl"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher commit = COMMIT.matcher(line);
                    if (commit.lookingAt()) {
                        committed.add(Long.parseLong(commit.group(1)));
                    }
                }
            }
        }
        return committed;
    }

    private ForkedCapture fork(SimulatedShop shop, FileFormat format) throws IOException {
        return ForkedCapture.start(
                KilledFileCapture.class,
                String.join(",", shop.cluster.metaServers()),
                shop.cluster.namespace(),
                Long.toString(shop.beginning.value()),
                folder.toString(),
                format.name(),
                Boolean.toString(keepsFew));
    }
}
