package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.RecordedCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RealClusterTest {

    private static final int TRANSACTIONS = 1385;

    @TempDir
    Path folder;

    @Test
    void shouldHandleEveryTransactionOfTheTables() throws Exception {
        try (RecordedCluster cluster = RecordedShop.start()) {
            assertThat(capture(cluster, TRANSACTIONS)).hasSize(TRANSACTIONS);
        }
    }

    @Test
    void shouldGoOnWhereItEnded() throws Exception {
        try (RecordedCluster cluster = RecordedShop.start()) {
            List<Transaction> first = capture(cluster, 300);
            List<Transaction> second = capture(cluster, TRANSACTIONS - first.size());

            assertThat(first.size() + second.size()).isEqualTo(TRANSACTIONS);
            assertThat(second)
                    .extracting(Transaction::txnId)
                    .doesNotContainAnyElementsOf(
                            first.stream().map(Transaction::txnId).toList());
        }
    }

    /** Captures until there are so many transactions, which the last batch may exceed. */
    private List<Transaction> capture(RecordedCluster cluster, int wanted) throws InterruptedException {
        List<Transaction> handled = new CopyOnWriteArrayList<>();
        RealCluster.capture(
                cluster.metaServers(),
                cluster.namespace(),
                new String[] {"cdc.b?"},
                folder.resolve("checkpoint"),
                handled::add,
                () -> handled.size() < wanted);
        return handled;
    }
}
