package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Old images that a live BaikalDB lost, or logged later than the new ones; images and partitions are those of its recording. */
class LostDeletesTest {

    private static final List<Logged> NOTHING = List.of();
    private static final Account MOVES = new Account(70, 1, 5, "moves");
    private static final Account MOVES_TOO = new Account(71, 1, 5, "moves too");

    @Test
    void shouldUpsertARowThatMovesToAnotherPartition() {
        Transaction transaction = Replica.decode(List.of(
                NOTHING,
                NOTHING,
                List.of(Logged.update("update acct set shard=2 where id=70", List.of(MOVES.withShard(2)), List.of()))));

        assertThat(transaction.changes()).extracting(RowChange::type).containsExactly(ChangeType.UPSERT);
        assertThat(rows(transaction, MOVES)).containsExactly(MOVES.withShard(2));
    }

    @Test
    void shouldKeepARowWhoseOldImageComesAtAHigherCommitTsThanItsNewOne() {
        String sql = "update acct set shard=shard+1 where id in (70,71)";
        Transaction transaction = Replica.decode(List.of(
                List.of(Logged.update(sql, List.of(MOVES.withShard(3)), List.of())),
                NOTHING,
                List.of(Logged.update(sql, List.of(MOVES_TOO.withShard(2)), List.of(MOVES.withShard(2))))));

        assertThat(transaction.firstCommitTs()).isLessThan(transaction.commitTs());
        assertThat(transaction.changes())
                .extracting(RowChange::type)
                .containsExactly(ChangeType.UPDATE, ChangeType.UPSERT);
        assertThat(rows(transaction, MOVES.withShard(2), MOVES_TOO))
                .containsExactly(MOVES.withShard(3), MOVES_TOO.withShard(2));
    }

    @Test
    void shouldUpsertARowThatIsReplacedFromAnotherPartition() {
        Account before = new Account(2, 2, 110, "two");
        Account after = new Account(2, 3, 7, "replaced with other shard");
        Transaction transaction = Replica.decode(List.of(List.of(Logged.update(
                "replace into acct values (2,3,7,'replaced with other shard')", List.of(after), List.of()))));

        assertThat(transaction.changes()).extracting(RowChange::type).containsExactly(ChangeType.UPSERT);
        assertThat(rows(transaction, before)).containsExactly(after);
    }

    private static Iterable<Account> rows(Transaction transaction, Account... before) {
        Replica replica = new Replica(Map.of());
        List.of(before).forEach(row -> replica.rows().put(row.id(), row));
        return replica.apply(transaction).rows().values();
    }
}
