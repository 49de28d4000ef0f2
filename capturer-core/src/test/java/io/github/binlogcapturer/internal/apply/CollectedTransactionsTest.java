package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.conflict.KeySet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How much is collected, and what becomes of it. */
class CollectedTransactionsTest {

    private static final Transaction TRANSACTION = Histories.insert(100, Histories.ACCOUNTS, 1);

    private final CollectedTransactions collected = new CollectedTransactions(1 << 20);

    @Test
    void shouldHoldSomeDozensOfSmallTransactions() {
        while (!collected.isFull()) {
            add(3);
        }
        assertThat(collected.size()).isEqualTo(32);
    }

    @Test
    void shouldHoldFewLargeTransactions() {
        add(2000);
        add(2000);
        assertThat(collected.isFull()).isFalse();
        add(96);
        assertThat(collected.isFull()).isTrue();

        collected.clear();
        assertThat(collected.isFull()).isFalse();
        add(100_000);
        assertThat(collected.isFull()).isTrue();
    }

    @Test
    void shouldGiveWhatWasAddedInOrder() {
        for (int keys = 1; keys <= 4; keys++) {
            add(keys);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(collected.transaction(i)).isSameAs(TRANSACTION);
            assertThat(collected.keys(i).size()).isEqualTo(i + 1);
            assertThat(collected.beginTs(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void shouldKeepTheKeysOfTheNextOneWhenTheOthersAreCleared() {
        add(5);
        KeySet added = collected.keys(0);
        KeySet next = collected.nextKeys();
        next.addOwned(7);
        collected.clear();

        assertThat(added.size()).isZero();
        assertThat(collected.nextKeys()).isSameAs(next);
        collected.add(TRANSACTION, 100);
        assertThat(collected.keys(0).owned(0)).isEqualTo(7);
    }

    private void add(int keys) {
        KeySet next = collected.nextKeys();
        next.clear();
        for (int i = 0; i < keys; i++) {
            next.addOwned(i);
        }
        collected.add(TRANSACTION, keys);
    }
}
