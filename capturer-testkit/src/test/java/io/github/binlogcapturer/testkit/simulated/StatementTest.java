package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What statements do, and the images that they log. */
class StatementTest {

    private final FakeCluster cluster = new FakeCluster();
    private final SimulatedDatabase database = cluster.database(1);
    private final SimulatedBinlog binlog = database.createBinlog("cdc.bl", 1, 1, true);
    private final SimulatedTable table = database.createTable(
            "cdc.t",
            t -> t.column("id", ColumnType.INT64)
                    .notNull("count", ColumnType.INT32)
                    .column("note", ColumnType.STRING)
                    .column("kind", ColumnType.STRING, "plain")
                    .primaryKey("id")
                    .uniqueKey("by_note", "note")
                    .linkedTo(binlog));

    @Test
    void shouldFillInWhatAnInsertLeavesOut() {
        begin().insert(table, Map.of("id", 1)).commit();

        assertThat(inserted(0)).containsExactly(Images.row(1L, 0, null, "plain"));
        assertThat(only(0).getSequenceList()).containsExactly(WireCodes.Mutation.INSERT);
    }

    @Test
    void shouldLogAnExplicitNullAsAbsentAndReadItAsTheDefault() {
        begin().insert(table, 1, 2, "a", null).update(table, 1, 3).commit();

        assertThat(inserted(0)).containsExactly(Images.row(1L, 2, "a", null));
        assertThat(deleted(1)).containsExactly(Images.row(1L, 2, "a", "plain"));
        assertThat(inserted(1)).containsExactly(Images.row(1L, 3, "a", "plain"));
        assertThat(database.rows(table)).containsEntry(List.of(1L), Images.row(1L, 3, "a", "plain"));
    }

    @Test
    void shouldReadAnExplicitNullOfAnUpdateAsTheDefaultAtOnce() {
        begin().insert(table, 1, 2, "a", "x").update(table, 1, 2, "a", null).commit();

        assertThat(inserted(1)).containsExactly(Images.row(1L, 2, "a", "plain"));
    }

    @Test
    void shouldLogAnUpdateThatChangesNothing() {
        begin().insert(table, 1, 2, "a", "x").update(table, 1, 2).commit();

        assertThat(deleted(1)).isEqualTo(inserted(1));
    }

    @Test
    void shouldLogNothingOfStatementsThatFindNoRow() {
        Committed committed = begin().update(table, 9, 1).delete(table, 9).commit();

        assertThat(committed.pieces()).isEmpty();
        assertThat(cluster.log()).isEmpty();
    }

    @Test
    void shouldLeaveColumnsAsTheyAreThatAnUpdateDoesNotName() {
        begin().insert(table, 1, 2, "a", "x")
                .update(table, Map.of("id", 1, "count", 9))
                .commit();

        assertThat(inserted(1)).containsExactly(Images.row(1L, 9, "a", "x"));
    }

    @Test
    void shouldMoveARowToAnotherKey() {
        Committed committed = begin().insert(table, 1, 2, "a", "x")
                .update(table, List.of(1), 5, 2, "a", "x")
                .commit();

        assertThat(deleted(1)).containsExactly(Images.row(1L, 2, "a", "x"));
        assertThat(inserted(1)).containsExactly(Images.row(5L, 2, "a", "x"));
        assertThat(database.rows(table)).containsOnlyKeys(List.of(List.of(5L)));
        assertThat(committed.edits().get(1).key()).isEqualTo(List.of(5L));
    }

    @Test
    void shouldDelete() {
        Committed committed =
                begin().insert(table, 1, 2, "a", null).delete(table, 1).commit();

        assertThat(only(1).getSequenceList()).containsExactly(WireCodes.Mutation.DELETE);
        assertThat(deleted(1)).containsExactly(Images.row(1L, 2, "a", "plain"));
        assertThat(committed.edits()).extracting(RowEdit::type).containsExactly(ChangeType.INSERT, ChangeType.DELETE);
        assertThat(database.rows(table)).isEmpty();
    }

    @Test
    void shouldLogAReplaceByWhatItDisplaces() {
        begin().replace(table, 1, 2, "a", "x").replace(table, 1, 3, "b", null).commit();

        assertThat(only(0).getSequenceList()).containsExactly(WireCodes.Mutation.INSERT);
        assertThat(only(1).getSequenceList()).containsExactly(WireCodes.Mutation.UPDATE);
        assertThat(deleted(1)).containsExactly(Images.row(1L, 2, "a", "x"));
        assertThat(inserted(1)).containsExactly(Images.row(1L, 3, "b", "plain"));
    }

    @Test
    void shouldLogBothImagesOfAKeyThatAReplaceHasTwice() {
        begin().replaceAll(table, List.of(List.of(1, 2, "a", "x"), List.of(1, 3, "b", "y")))
                .commit();

        assertThat(inserted(0)).containsExactly(Images.row(1L, 2, "a", "x"), Images.row(1L, 3, "b", "y"));
        assertThat(deleted(0)).containsExactly(Images.row(1L, 2, "a", "x"));
    }

    @Test
    void shouldShuffleTheRowsOfAnUpdate() {
        List<List<Object>> rows = IntStream.range(0, 8)
                .mapToObj(i -> List.<Object>of(i, 0, "n" + i, "x"))
                .toList();
        begin().insertAll(table, rows).commit();
        Set<List<?>> orders = new HashSet<>();

        for (int i = 0; i < 5; i++) {
            begin().updateAll(table, rows).commit();
            orders.add(inserted(0));
            orders.add(deleted(0));
        }

        assertThat(orders).hasSizeGreaterThan(5);
        assertThat(inserted(0)).hasSize(8);
    }

    @Test
    void shouldRefuseAKeyThatIsThereAndUndoTheStatementAlone() {
        SimulatedTransaction transaction = begin().insert(table, 1, 2, "a", "x");

        assertThatThrownBy(() -> transaction.insertAll(table, List.of(List.of(2, 2, "b"), List.of(1, 2, "c"))))
                .isInstanceOf(StatementFailedException.class)
                .hasMessage("Duplicate entry [1] for key PRIMARY of cdc.t");
        assertThatThrownBy(() -> transaction.insert(table, 2, 2, "a"))
                .isInstanceOf(StatementFailedException.class)
                .hasMessage("Duplicate entry [a] for key by_note of cdc.t");

        transaction.commit();
        assertThat(database.rows(table)).containsOnlyKeys(List.of(List.of(1L)));
    }

    @Test
    void shouldLetAUniqueValueMoveToAnotherRow() {
        begin().insert(table, 1, 2, "a", "x").insert(table, 2, 2, "b", "x").commit();

        begin().update(table, 1, 2, "c").update(table, 2, 2, "a").commit();

        SimulatedTransaction next = begin();
        assertThatThrownBy(() -> next.insert(table, 3, 1, "a")).isInstanceOf(StatementFailedException.class);
        next.insert(table, 3, 1, "b").commit();
        assertThat(database.rows(table)).hasSize(3);
    }

    @Test
    void shouldRefuseNullInAColumnThatIsNeverNull() {
        assertThatThrownBy(() -> begin().insert(table, 1, null))
                .isInstanceOf(StatementFailedException.class)
                .hasMessage("Column count of cdc.t cannot be NULL");
    }

    @Test
    void shouldShowATransactionWhatItWrote() {
        SimulatedTransaction transaction = begin().insert(table, 1, 2, "a", null);

        assertThat(transaction.select(table, 1)).isEqualTo(List.of(1L, 2, "a", "plain"));
        assertThat(database.rows(table)).isEmpty();
        transaction.delete(table, 1);
        assertThat(transaction.select(table, 1)).isNull();
    }

    @Test
    void shouldShowOthersACommittedTransactionAsAWhole() {
        begin().insert(table, 1, 2, "a", "x").insert(table, 2, 2, "b", "x").commit();

        assertThat(database.commits()).hasSize(1);
        assertThat(database.commits().get(0).edits()).hasSize(2);
        assertThat(database.lastCommitTs()).contains(database.commits().get(0).commitTs());
    }

    private SimulatedTransaction begin() {
        return database.begin("root", "10.0.0.7");
    }

    private TableMutation only(int statement) {
        return Objects.requireNonNull(cluster.mutations(binlog, 0)).get(statement);
    }

    private List<List<Object>> inserted(int statement) {
        return List.copyOf(Images.inserted(table, only(statement)));
    }

    private List<List<Object>> deleted(int statement) {
        return List.copyOf(Images.deleted(table, only(statement)));
    }
}
