package io.github.binlogcapturer.internal.decode;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.event.UnknownFieldException;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.spi.Region;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransactionDecoderTest {

    private static final SchemaCatalog.View SCHEMAS = Replica.schemas(Account.SCHEMA);
    private static final Region REGION = Entries.region(0);
    private static final long FOREIGN_TABLE = 99;
    private static final Account ONE = Account.of(1, 3);
    private static final Account TWO = Account.of(2, 4);
    private static final TableMutation INSERT = Logged.insert("insert 1", ONE).mutation();
    private static final TableMutation FOREIGN =
            INSERT.toBuilder().setTableId(FOREIGN_TABLE).build();

    @Test
    void shouldTellWhoWroteAndWhere() {
        Transaction transaction = decodeOne(INSERT);

        assertThat(transaction.user()).isEqualTo("root");
        assertThat(transaction.userIp()).isEqualTo("127.0.0.1");
        assertThat(transaction.txnId()).isEqualTo(1_099_511_627_829L);
        assertThat(transaction.pieces())
                .containsExactly(new Piece(
                        REGION.binlogTable(),
                        REGION.partition(),
                        REGION.regionId(),
                        CommitTs.of(Entries.START_TS),
                        CommitTs.of(Entries.COMMIT_TS)));
        assertThat(transaction.sizeBytes())
                .isEqualTo(Entries.entry(Entries.START_TS, INSERT).getSerializedSize());
    }

    @Test
    void shouldTellTheUserOfEachTransaction() {
        TransactionDecoder decoder = new TransactionDecoder(AbsentColumns.AS_NULL);

        assertThat(List.of("root", "root", "ünal", "", "root"))
                .allSatisfy(user -> assertThat(Objects.requireNonNull(decoder.decode(List.of(pieceOf(user)), SCHEMAS))
                                .user())
                        .isEqualTo(user));
    }

    @Test
    void shouldKeepStatementsOfAPieceInOrder() {
        Transaction transaction = decodeOne(
                INSERT,
                Logged.update("pay", List.of(ONE.withBal(5)), List.of(ONE)).mutation(),
                Logged.delete("delete", ONE.withBal(5)).mutation());

        assertThat(transaction.changes())
                .extracting(RowChange::type)
                .containsExactly(ChangeType.INSERT, ChangeType.UPDATE, ChangeType.DELETE);
        assertThat(transaction.changes())
                .extracting(change -> change.statement().sql())
                .containsExactly("insert 1", "pay", "delete");
    }

    @Test
    void shouldPairImagesOfAStatementOverPieces() {
        Transaction transaction = Replica.decode(List.of(
                List.of(Logged.update("swap", List.of(ONE.withShard(4)), List.of(TWO.withShard(3)))),
                List.of(Logged.update("swap", List.of(TWO.withShard(4)), List.of(ONE)))));

        assertThat(transaction.changes())
                .extracting(RowChange::type)
                .containsExactly(ChangeType.UPDATE, ChangeType.UPDATE);
        assertThat(transaction.pieces()).hasSize(2);
    }

    @Test
    void shouldSkipTablesThatAreNotCaptured() {
        assertThat(decodeOne(FOREIGN, INSERT).changes()).hasSize(1);
        assertThat(decode(SCHEMAS, FOREIGN)).isNull();
    }

    @Test
    void shouldSkipPiecesWithoutACapturedTable() {
        RawPiece foreign = Entries.piece(REGION, 11, Entries.entry(1, FOREIGN));
        RawPiece alsoForeign = Entries.piece(Entries.region(1), 12, Entries.entry(2, FOREIGN));
        RawPiece captured = Entries.piece(Entries.region(2), 13, Entries.entry(3, INSERT));

        assertThat(Replica.decode(List.of(foreign, alsoForeign), SCHEMAS)).isNull();
        assertThat(Objects.requireNonNull(Replica.decode(List.of(foreign, alsoForeign, captured), SCHEMAS))
                        .changes())
                .hasSize(1);
    }

    @Test
    void shouldGiveNothingForATransactionWithoutRows() {
        assertThat(decode(SCHEMAS)).isNull();
        assertThat(decode(SCHEMAS, INSERT.toBuilder().clearInsertRows().build()))
                .isNull();
    }

    @Test
    void shouldDropATransactionThatCarriesAMark() {
        SchemaCatalog.View marking = Replica.schemas(Account.SCHEMA, Map.of(), Set.of(FOREIGN_TABLE));

        assertThat(decode(marking, INSERT, FOREIGN)).isNull();
        assertThat(decode(marking, INSERT)).isNotNull();
        assertThat(Replica.decode(
                        List.of(
                                Entries.piece(REGION, 11, Entries.entry(1, INSERT)),
                                Entries.piece(Entries.region(1), 12, Entries.entry(2, FOREIGN))),
                        marking))
                .isNull();
    }

    @Test
    void shouldTakeATableFromItsHomeBinlogTableOnly() {
        long tableId = Account.SCHEMA.tableId();

        assertThat(decode(Replica.schemas(Account.SCHEMA, Map.of(tableId, Entries.BINLOG_TABLE_ID), Set.of()), INSERT))
                .isNotNull();
        assertThat(decode(Replica.schemas(Account.SCHEMA, Map.of(tableId, 21L), Set.of()), INSERT))
                .isNull();
    }

    @Test
    void shouldAskForAnotherSchemaWhereAFieldIsUnknown() {
        TableSchema old = TableSchema.builder(Account.SCHEMA.tableId(), Account.SCHEMA.name())
                .column("id", ColumnType.INT64)
                .column("shard", ColumnType.INT64)
                .primaryKey("id")
                .build();

        assertThatThrownBy(() -> decode(Replica.schemas(old), INSERT))
                .isInstanceOfSatisfying(
                        UnknownFieldException.class,
                        e -> assertThat(e.fieldId()).isEqualTo(3));
    }

    @Test
    void shouldNameThePlaceOfADamagedRow() {
        TableMutation damaged = INSERT.toBuilder()
                .addInsertRows(ByteString.copyFrom(new byte[] {8}))
                .build();

        assertThatThrownBy(() -> decode(SCHEMAS, damaged))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        "cdc.acct",
                        REGION.toString(),
                        CommitTs.of(Entries.COMMIT_TS).toString());
    }

    @Test
    void shouldFillInDefaultsWhereAsked() {
        TableSchema table = TableSchema.builder(7, new TableName("cdc", "defaults"))
                .column("id", ColumnType.INT64)
                .column(new Column(0, "added", 9, ColumnType.INT64, false, false, false, "42"))
                .column("shard", ColumnType.INT64)
                .known(2)
                .known(3)
                .known(4)
                .primaryKey("id")
                .build();
        List<RawPiece> pieces = List.of(Entries.piece(REGION, 5, Entries.entry(3, INSERT)));

        assertThat(added(AbsentColumns.AS_NULL, table, pieces)).isNull();
        assertThat(added(AbsentColumns.AS_DEFAULT, table, pieces)).isEqualTo(42L);
    }

    private static @Nullable Object added(AbsentColumns absent, TableSchema table, List<RawPiece> pieces) {
        Transaction transaction =
                Objects.requireNonNull(new TransactionDecoder(absent).decode(pieces, Replica.schemas(table)));
        Row row = transaction.changes().get(0).image();
        return row.value("added");
    }

    private static RawPiece pieceOf(String user) {
        StoreReq entry = Entries.entry(Entries.START_TS, INSERT);
        return Entries.piece(
                REGION,
                Entries.COMMIT_TS,
                entry.toBuilder()
                        .setBinlogDesc(entry.getBinlogDesc().toBuilder().setUserName(ByteString.copyFromUtf8(user)))
                        .build());
    }

    private static Transaction decodeOne(TableMutation... mutations) {
        return Objects.requireNonNull(decode(SCHEMAS, mutations));
    }

    private static @Nullable Transaction decode(SchemaCatalog.View schemas, TableMutation... mutations) {
        return Replica.decode(
                List.of(Entries.piece(REGION, Entries.COMMIT_TS, Entries.entry(Entries.START_TS, mutations))), schemas);
    }
}
