package io.github.binlogcapturer.benchmarks.workload;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.StringJoiner;

/**
 * A table of any width, and the entries that a store has of transactions that write one row of it: with user, statement and all that
 * BaikalDB logs. Its columns are a BIGINT key, then BIGINT, INT, VARCHAR and DATETIME(3) in turn.
 */
public final class LoggedTable {

    /** The table's name, database included. */
    public static final TableName NAME = new TableName("shop", "t");

    private static final ColumnType[] TYPES = {
        ColumnType.INT64, ColumnType.INT32, ColumnType.STRING, ColumnType.DATETIME
    };
    private static final ByteString USER = ByteString.copyFromUtf8("app_rw");
    private static final ByteString USER_IP = ByteString.copyFromUtf8("10.20.30.40");
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final long DATA_REGION = 4711;
    private static final long SIGN = 0x9E37_79B9_7F4A_7C15L;

    private final TableSchema schema;

    private LoggedTable(TableSchema schema) {
        this.schema = schema;
    }

    /**
     * Makes a table.
     *
     * @param columns how many columns it has, at least 1
     */
    public static LoggedTable of(long tableId, int columns) {
        TableSchema.Builder builder = TableSchema.builder(tableId, NAME);
        for (int i = 0; i < columns; i++) {
            builder.column(name(i), type(i));
        }
        return new LoggedTable(builder.primaryKey(name(0)).build());
    }

    /** Returns the name of a column. */
    public static String name(int column) {
        return column == 0 ? "id" : "c" + column;
    }

    /** Returns the type of a column. */
    public static ColumnType type(int column) {
        return column == 0 ? ColumnType.INT64 : TYPES[(column - 1) % TYPES.length];
    }

    /** Returns the table's schema. */
    public TableSchema schema() {
        return schema;
    }

    /** Returns the entry of a transaction that inserts a row. */
    public byte[] insert(long regionId, long startTs, long id, Random random) {
        Row row = row(id, random);
        return entry(
                regionId,
                startTs,
                mutation(WireCodes.Mutation.INSERT, insertText(row)).addInsertRows(bytes(row)));
    }

    /** Returns the entry of a transaction that updates all columns of a row but its key. */
    public byte[] update(long regionId, long startTs, long id, Random random) {
        Row before = row(id, random);
        Row after = row(id, random);
        return entry(
                regionId,
                startTs,
                mutation(WireCodes.Mutation.UPDATE, updateText(after))
                        .addInsertRows(bytes(after))
                        .addDeletedRows(bytes(before)));
    }

    /** Returns the image of a row, as an entry has it. */
    public byte[] image(long id, Random random) {
        Row row = row(id, random);
        byte[] bytes = new byte[row.encodedSize()];
        row.writeTo(bytes, 0);
        return bytes;
    }

    private Row row(long id, Random random) {
        Object[] values = new Object[schema.columns().size()];
        values[0] = id;
        for (int i = 1; i < values.length; i++) {
            values[i] = switch (type(i)) {
                case INT64 -> random.nextLong();
                case INT32 -> random.nextInt();
                case STRING -> "value " + Long.toHexString(random.nextLong());
                default ->
                    START.plusNanos(random.nextInt(1 << 20) * 1_000_000_000L + random.nextInt(1000) * 1_000_000L);
            };
        }
        return Row.of(schema, values);
    }

    private static ByteString bytes(Row row) {
        byte[] bytes = new byte[row.encodedSize()];
        row.writeTo(bytes, 0);
        return ByteString.copyFrom(bytes);
    }

    private TableMutation.Builder mutation(int kind, String sql) {
        return TableMutation.newBuilder()
                .setTableId(schema.tableId())
                .addSequence(kind)
                .setSql(ByteString.copyFromUtf8(sql))
                .setSign(SIGN);
    }

    private static String insertText(Row row) {
        StringJoiner values = new StringJoiner(",", "INSERT INTO t VALUES (", ")");
        for (Column column : row.schema().columns()) {
            values.add(literal(row, column));
        }
        return values.toString();
    }

    private static String updateText(Row row) {
        StringJoiner sets = new StringJoiner(",", "UPDATE t SET ", " WHERE id=" + row.text(0));
        for (Column column : row.schema().columns()) {
            if (column.index() > 0) {
                sets.add(column.name() + "=" + literal(row, column));
            }
        }
        return sets.toString();
    }

    private static String literal(Row row, Column column) {
        String text = String.valueOf(row.text(column.index()));
        return column.type().isInteger() ? text : "'" + text + "'";
    }

    private static byte[] entry(long regionId, long startTs, TableMutation.Builder mutation) {
        int rows = mutation.getInsertRowsCount() + mutation.getDeletedRowsCount();
        return StoreReq.newBuilder()
                .setOpType(WireCodes.Op.PREWRITE_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .setLogId(startTs)
                .setDbConnId(startTs)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(startTs)
                        .setTxnId(startTs)
                        .setStartTs(startTs)
                        .setPrimaryRegionId(DATA_REGION)
                        .setUserName(USER)
                        .setUserIp(USER_IP)
                        .setBinlogRowCnt(rows))
                .setBinlog(Binlog.newBuilder()
                        .setType(WireCodes.Entry.PREWRITE)
                        .setStartTs(startTs)
                        .setPartitionKey(startTs)
                        .setPrewriteValue(PrewriteValue.newBuilder().addMutations(mutation)))
                .build()
                .toByteArray();
    }
}
