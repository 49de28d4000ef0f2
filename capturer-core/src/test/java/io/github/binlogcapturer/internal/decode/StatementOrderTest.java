package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class StatementOrderTest {

    private static final Account ONE = Account.of(1, 0);
    private static final Account TWO = Account.of(2, 1);
    private static final Account THREE = Account.of(3, 2);

    @Test
    void shouldMergeSubsequencesOfOneOrder() {
        List<Logged> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(Logged.insert("s" + i, Account.of(i, i)));
        }
        Random random = new Random(1);
        List<List<Logged>> pieces = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Logged statement : all) {
            pieces.get(0).add(statement);
            pieces.forEach(piece -> {
                if (piece != pieces.get(0) && random.nextBoolean()) {
                    piece.add(statement);
                }
            });
        }

        assertThat(order(pieces))
                .containsExactlyElementsOf(all.stream().map(Logged::sql).toList());
    }

    @Test
    void shouldFollowARowThatIsInsertedMovedAndDeleted() {
        PartitionedTable table = new PartitionedTable(3, Map.of());
        table.insert("insert", Account.of(1, 2));
        table.update("move", row -> row.withShard(0), 1);
        table.delete("delete", 1);

        assertThat(order(table.log())).containsExactly("insert", "move", "delete");
        assertThat(replay(Map.of(), table)).isEmpty();
    }

    @Test
    void shouldFollowARowThatIsDeletedAndComesBackElsewhere() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 2));
        PartitionedTable table = new PartitionedTable(3, before);
        table.delete("delete", 1);
        table.insert("insert", Account.of(1, 0));

        assertThat(order(table.log())).containsExactly("delete", "insert");
        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldOrderStatementsThatShareNoPieceByTheirImages() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 2));
        PartitionedTable table = new PartitionedTable(3, before);
        table.update("pay", row -> row.withBal(5), 1);
        table.update("move", row -> row.withShard(0), 1);
        table.update("pay more", row -> row.withBal(9), 1);

        assertThat(order(table.log())).containsExactly("pay", "move", "pay more");
        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldKeepTheRowThatReplacesItselfInAnotherPartition() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 2), 2L, Account.of(2, 2));
        PartitionedTable table = new PartitionedTable(3, before);
        table.update("pay", row -> row.withBal(5), 1, 2);
        table.replace("replace", Account.of(1, 0), Account.of(2, 1));

        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldUseThatAPieceWithNewRowsWouldHoldTheOldImageToo() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 0), 9L, Account.of(9, 0));
        PartitionedTable table = new PartitionedTable(3, before);
        table.update("pay", row -> row.withBal(5), 1);
        table.update("move away", row -> row.withShard(2), 1);
        table.update("move on", row -> row.id() == 1 ? row.withShard(1) : row.withBal(7), 1, 9);

        assertThat(order(table.log())).containsExactly("pay", "move away", "move on");
        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldJoinEachExecutionOfARepeatedStatement() {
        Map<Long, Account> before = Map.of(1L, ONE, 2L, TWO, 3L, THREE);
        PartitionedTable table = new PartitionedTable(3, before);
        for (int i = 0; i < 3; i++) {
            table.update("pay all", row -> row.withBal(row.bal() + 1), 1, 2, 3);
        }

        assertThat(Replica.decode(table.log()).changes())
                .extracting(RowChange::type)
                .hasSize(9)
                .containsOnly(ChangeType.UPDATE);
    }

    @Test
    void shouldTakeARepeatedTextApartWhereTheRowMovedBetween() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 1));
        PartitionedTable table = new PartitionedTable(2, before);
        table.update("pay", row -> row.withBal(row.bal() + 1), 1);
        table.update("move", row -> row.withShard(0), 1);
        table.update("pay", row -> row.withBal(row.bal() + 1), 1);

        assertThat(order(table.log())).containsExactly("pay", "move", "pay");
        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldTakeTheOnlyTextApartWhereItMovedTheRow() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 1));
        PartitionedTable table = new PartitionedTable(2, before);
        table.update("repeated", row -> row.withBal(5), 1);
        table.update("repeated", row -> row.withShard(0), 1);

        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldNotTearAMoveApartWhereRepeatedTextsStandCrosswise() {
        Map<Long, Account> before = Map.of(1L, Account.of(1, 1), 2L, Account.of(2, 0), 3L, Account.of(3, 1));
        PartitionedTable table = new PartitionedTable(2, before);
        table.update("pay", row -> row.withBal(row.bal() + 1), 3);
        table.update("move", row -> row.id() == 1 ? row.withShard(0) : row.withBal(8), 1, 3);
        table.update("pay", row -> row.withBal(row.bal() + 1), 2);

        assertThat(replay(before, table)).isEqualTo(table.rows());
    }

    @Test
    void shouldNotTakeAFilledInDefaultForAContradiction() {
        TableSchema table = TableSchema.builder(8, new TableName("cdc", "defaults"))
                .column("id", ColumnType.INT64)
                .column("shard", ColumnType.INT64)
                .column(new Column(0, "note", 3, ColumnType.STRING, false, true, false, "none"))
                .primaryKey("id")
                .build();
        Row inserted = Row.of(table, 1, 2, null);
        Row stored = Row.of(table, 1, 2, "none");
        DecodedMutation move = mutation("move", WireCodes.Mutation.UPDATE, List.of(Row.of(table, 1, 0, "x")));
        DecodedMutation insert = mutation("insert", WireCodes.Mutation.INSERT, List.of(inserted));
        DecodedMutation pay = mutation("pay", WireCodes.Mutation.UPDATE, List.of(Row.of(table, 1, 2, "y")), stored);

        assertThat(StatementOrder.of(List.of(List.of(move), List.of(insert, pay))))
                .containsExactly(List.of(insert), List.of(pay), List.of(move));
    }

    @Test
    void shouldKeepTheOrderOfPiecesWhereNothingDecides() {
        List<List<Logged>> log = List.of(
                List.of(Logged.update("a", List.of(Account.of(1, 0)), List.of())),
                List.of(Logged.update("b", List.of(Account.of(1, 1)), List.of())));

        assertThat(order(log)).containsExactly("a", "b");
    }

    @Test
    void shouldEndRowsThatNeverMoveAsTheSourceDid() {
        for (int seed = 0; seed < 50; seed++) {
            RandomTransaction random = new RandomTransaction(seed, 5, 40, 200, false);

            assertThat(replay(random.before(), random.table()))
                    .as("seed %d", seed)
                    .isEqualTo(random.table().rows());
        }
    }

    @Test
    void shouldEndEveryRowAsTheImagesDetermine() {
        int determined = 0;
        int touched = 0;
        for (int seed = 0; seed < 3000; seed++) {
            RandomTransaction random = new RandomTransaction(seed, 2 + seed % 2, 3, 5, true);
            PartitionedTable table = random.table();
            Map<Long, Account> found = replay(random.before(), table);
            for (Map.Entry<Long, Set<Optional<Account>>> row :
                    PossibleEnds.of(table.log()).entrySet()) {
                Optional<Account> end = Optional.ofNullable(found.get(row.getKey()));
                Optional<Account> truth = Optional.ofNullable(table.rows().get(row.getKey()));
                String what = "seed %d, row %d, before %s, log %s"
                        .formatted(seed, row.getKey(), random.before(), table.log());
                assertThat(row.getValue()).as("the truth is possible, " + what).contains(truth);
                assertThat(row.getValue()).as(what).contains(end);
                touched++;
                determined += row.getValue().size() == 1 ? 1 : 0;
            }
        }
        assertThat(determined).isGreaterThan(touched * 4 / 5);
    }

    @Test
    void shouldComeToAnEndInALargeTransactionFullOfContradictions() {
        List<List<Logged>> log = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            Account row = Account.of(random.nextInt(20), random.nextInt(30));
            Account old = Account.of(row.id(), random.nextInt(30));
            log.get(random.nextInt(3)).add(Logged.update("s" + random.nextInt(900), List.of(row), List.of(old)));
        }

        assertThat(Replica.decode(log).changes()).isNotEmpty();
    }

    private static Map<Long, Account> replay(Map<Long, Account> before, PartitionedTable table) {
        boolean logged = table.log().stream().anyMatch(piece -> !piece.isEmpty());
        return logged ? new Replica(before).apply(Replica.decode(table.log())).rows() : new HashMap<>(before);
    }

    private static DecodedMutation mutation(String sql, int kind, List<Row> inserted, Row... deleted) {
        return new DecodedMutation(8, kind, Statement.of(sql), inserted, List.of(deleted));
    }

    /** Returns the statements in the order found; neighbours of one text count as one. */
    private static List<String> order(List<List<Logged>> log) {
        List<String> order = new ArrayList<>();
        for (RowChange change : Replica.decode(log).changes()) {
            String sql = change.statement().sql();
            if (order.isEmpty() || !order.get(order.size() - 1).equals(sql)) {
                order.add(sql);
            }
        }
        return order;
    }
}
