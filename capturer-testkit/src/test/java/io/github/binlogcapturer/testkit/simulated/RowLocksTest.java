package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.testkit.simulated.RowLocks.LockName;
import io.github.binlogcapturer.testkit.simulated.RowLocks.TableId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class RowLocksTest {

    private final RowLocks locks = new RowLocks();

    @Test
    void shouldGiveALockTwiceToTheSameTransaction() {
        locks.lock(1, row(1));
        locks.lock(1, row(1));

        locks.release(1);

        assertThat(locks.owner(row(1))).isNull();
    }

    @Test
    void shouldLetAWaitingTransactionGoOnOnceTheRowIsFree() throws Exception {
        locks.lock(1, row(1));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> locks.lock(2, row(1)));
        await().until(() -> locks.isWaiting(2));

        locks.release(1);

        second.get(10, TimeUnit.SECONDS);
        assertThat(locks.owner(row(1))).isEqualTo(2);
    }

    @Test
    void shouldTellTheLastOneOfACircleAtOnce() throws Exception {
        locks.lock(1, row(1));
        locks.lock(2, row(2));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> locks.lock(1, row(2)));
        await().until(() -> locks.isWaiting(1));

        assertThatThrownBy(() -> locks.lock(2, row(1)))
                .isInstanceOf(TransactionAbortedException.class)
                .hasMessageContaining("Deadlock");

        locks.release(2);
        first.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldGiveUpAfterTheTimeout() {
        locks.timeout(Duration.ofMillis(20));
        locks.lock(1, row(1));

        assertThatThrownBy(() -> locks.lock(2, row(1)))
                .isInstanceOf(TransactionAbortedException.class)
                .hasMessage(
                        "Transaction 2 waited for 20 ms for the lock on db.t PRIMARY[1], which transaction 1 holds");
    }

    @Test
    void shouldKeepTheInterruptOfAWaitingThread() {
        locks.lock(1, row(1));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> locks.lock(2, row(1))).isInstanceOf(TransactionAbortedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static LockName row(int key) {
        return new LockName(new TableId(7, "db.t"), "PRIMARY", List.of(key));
    }
}
