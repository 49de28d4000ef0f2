package io.github.binlogcapturer.format;

import com.alibaba.otter.canal.protocol.CanalEntry;
import com.alibaba.otter.canal.protocol.CanalPacket;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.testing.CanalReader;
import io.github.binlogcapturer.format.testing.CanalReader.ReadColumn;
import io.github.binlogcapturer.format.testing.CanalReader.ReadEntry;
import io.github.binlogcapturer.format.testing.RandomChanges;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.binlogcapturer.format.testing.TestChanges.ORDERS;
import static io.github.binlogcapturer.format.testing.TestChanges.insert;
import static io.github.binlogcapturer.format.testing.TestChanges.order;
import static io.github.binlogcapturer.format.testing.TestChanges.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class CanalProtobufTest {

    private static final TableSchema ITEMS = TableSchema.builder(43, new TableName("shop", "items"))
            .column("id", ColumnType.INT64)
            .primaryKey("id")
            .build();

    private final MessageBuffer buffer = new MessageBuffer();
    private final MessageEncoder encoder = CanalProtobuf.create().encoder(buffer);
    private final RandomChanges source = new RandomChanges(1, ORDERS);

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(ColumnType.BOOL, true, "1"),
                arguments(ColumnType.BOOL, false, "0"),
                arguments(ColumnType.INT8, -128, "-128"),
                arguments(ColumnType.INT16, -32768, "-32768"),
                arguments(ColumnType.INT32, Integer.MIN_VALUE, "-2147483648"),
                arguments(ColumnType.INT64, Long.MIN_VALUE, "-9223372036854775808"),
                arguments(ColumnType.UINT8, 255, "255"),
                arguments(ColumnType.UINT16, 65535, "65535"),
                arguments(ColumnType.UINT32, 4294967295L, "4294967295"),
                arguments(ColumnType.UINT64, new BigInteger("18446744073709551615"), "18446744073709551615"),
                arguments(ColumnType.FLOAT, 0.1f, "0.1"),
                arguments(ColumnType.FLOAT, Float.NaN, "NaN"),
                arguments(ColumnType.DOUBLE, -1.5e300, "-1.5E300"),
                arguments(ColumnType.DOUBLE, Double.NEGATIVE_INFINITY, "-Infinity"),
                arguments(ColumnType.STRING, "it's \n\u0000 é中😀", "it's \n\u0000 é中😀"),
                arguments(ColumnType.STRING, "", ""),
                arguments(ColumnType.JSON, "{\"a\": 1}", "{\"a\": 1}"),
                arguments(ColumnType.HLL, new byte[] {0, (byte) 0xff}, "\u0000ÿ"),
                arguments(ColumnType.BITMAP, new byte[] {(byte) 0x80}, "\u0080"),
                arguments(ColumnType.TDIGEST, new byte[0], ""),
                arguments(
                        ColumnType.DATETIME, LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000), "2026-02-03 04:05:06.000007"),
                arguments(ColumnType.DATETIME, "0000-00-00 00:00:00", "0000-00-00 00:00:00"),
                arguments(ColumnType.TIMESTAMP, Instant.parse("2026-02-03T04:05:06Z"), "2026-02-03 12:05:06"),
                arguments(ColumnType.DATE, LocalDate.of(2026, 2, 3), "2026-02-03"),
                arguments(ColumnType.TIME, Duration.ofHours(-100), "-100:00:00"),
                arguments(ColumnType.INT32, null, null));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEveryTypeAsCanalShowsIt(ColumnType type, @Nullable Object value, @Nullable String expected) {
        TableSchema single = TableSchema.builder(1, new TableName("d", "t"))
                .column("c", type)
                .build();

        ReadColumn column = after(insert(Row.of(single, value))).get(0);

        assertThat(column.value()).isEqualTo(expected);
        assertThat(column.name()).isEqualTo("c");
    }

    @Test
    void shouldWriteBytesAsCharactersOfIso88591() {
        TableSchema binary = TableSchema.builder(1, new TableName("d", "t"))
                .column(new Column(0, "c", 1, ColumnType.STRING, true, true, false, null))
                .build();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        String value = after(insert(Row.of(binary, (Object) all))).get(0).value();

        assertThat(Objects.requireNonNull(value).getBytes(StandardCharsets.ISO_8859_1))
                .containsExactly(all);
    }

    @Test
    void shouldWriteNewRowsWithTheirAfterImage() {
        ReadEntry entry = only(change(insert(order(1, null, "a"))));

        assertThat(entry.kind()).isEqualTo("ROWDATA");
        assertThat(entry.eventType()).isEqualTo("INSERT");
        assertThat(entry.database()).isEqualTo("shop");
        assertThat(entry.table()).isEqualTo("orders");
        assertThat(entry.rows().get(0).before()).isEmpty();
        assertThat(entry.rows().get(0).after())
                .containsExactly(
                        new ReadColumn(0, "id", "1", true, true, -5, "bigint"),
                        new ReadColumn(1, "n", null, false, true, 4, "int"),
                        new ReadColumn(2, "note", "a", false, true, 12, "varchar"));
    }

    @Test
    void shouldWriteUpsertsAsInserts() {
        ReadEntry entry = only(change(new RowChange.Update(null, order(1, 2, "a"), Statement.unknown())));

        assertThat(entry.eventType()).isEqualTo("INSERT");
        assertThat(entry.rows().get(0).before()).isEmpty();
        assertThat(entry.rows().get(0).after()).allMatch(ReadColumn::updated);
    }

    @Test
    void shouldWriteDeletesWithTheirBeforeImage() {
        ReadEntry entry = only(change(new RowChange.Delete(order(1, 2, "a"), Statement.unknown())));

        assertThat(entry.eventType()).isEqualTo("DELETE");
        assertThat(entry.rows().get(0).after()).isEmpty();
        assertThat(entry.rows().get(0).before())
                .containsExactly(
                        new ReadColumn(0, "id", "1", true, false, -5, "bigint"),
                        new ReadColumn(1, "n", "2", false, false, 4, "int"),
                        new ReadColumn(2, "note", "a", false, false, 12, "varchar"));
    }

    @Test
    void shouldMarkWhatAnUpdateChanged() {
        ReadEntry entry = only(change(update(order(1, 2, "a"), order(1, 2, null))));

        assertThat(entry.eventType()).isEqualTo("UPDATE");
        assertThat(entry.rows().get(0).before()).extracting(ReadColumn::value).containsExactly("1", "2", "a");
        assertThat(entry.rows().get(0).before()).noneMatch(ReadColumn::updated);
        assertThat(entry.rows().get(0).after())
                .containsExactly(
                        new ReadColumn(0, "id", "1", true, false, -5, "bigint"),
                        new ReadColumn(1, "n", "2", false, false, 4, "int"),
                        new ReadColumn(2, "note", null, false, true, 12, "varchar"));
    }

    @Test
    void shouldCompareImagesOfDifferentVersionsByColumn() {
        TableSchema wider = TableSchema.builder(42, ORDERS.name())
                .version(2)
                .column("id", ColumnType.INT64)
                .column("n", ColumnType.INT32)
                .column("note", ColumnType.STRING)
                .column("extra", ColumnType.INT32)
                .primaryKey("id")
                .build();

        ReadEntry entry = only(change(update(order(1, 2, "a"), Row.of(wider, 1, 2, "a", 5))));

        assertThat(entry.rows().get(0).before()).hasSize(3);
        assertThat(entry.rows().get(0).after())
                .extracting(ReadColumn::updated)
                .containsExactly(false, false, false, true);
    }

    @Test
    void shouldTellInTheHeaderWhereAChangeStands() {
        Transaction transaction = source.transaction(List.of(insert(order(1, 1, "a")), insert(order(2, 1, "a"))));
        encoder.change(transaction, 1);

        CanalEntry.Header header =
                CanalReader.message(taken()).getEntries().get(0).getHeader();

        assertThat(header.getVersion()).isEqualTo(1);
        assertThat(header.getLogfileName()).isEqualTo("baikaldb");
        assertThat(header.getLogfileOffset()).isEqualTo(transaction.commitTs().value());
        assertThat(header.getServerId()).isEqualTo(7);
        assertThat(header.getServerenCode()).isEqualTo("UTF-8");
        assertThat(header.getExecuteTime()).isEqualTo(transaction.executeTime().toEpochMilli());
        assertThat(header.getSourceType()).isEqualTo(CanalEntry.Type.MYSQL);
        assertThat(header.getEventLength()).isEqualTo(500);
        assertThat(props(header))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "commit_ts", Long.toString(transaction.commitTs().value()),
                        "start_ts", Long.toString(transaction.startTs().value()),
                        "txn_id", Long.toString(transaction.txnId()),
                        "event_index", "1",
                        "event_count", "2",
                        "last", "true",
                        "rowsCount", "1"));
    }

    @Test
    void shouldWriteEveryDefaultThatOldReadersExpect() throws Exception {
        encoder.change(source.transaction(List.of(insert(order(1, null, "a")))), 0);
        byte[] message = taken();
        CanalEntry.Entry entry = CanalReader.message(message).getEntries().get(0);
        CanalPacket.Packet packet = CanalPacket.Packet.parseFrom(message);

        // magic_number, version, type, compression stand there, whatever their default is
        assertThat(message).startsWith(1 << 3, 17, 2 << 3, 1, 3 << 3, 7, 4 << 3, 1);
        assertThat(packet.getMagicNumber()).isEqualTo(17);
        assertThat(packet.getVersion()).isEqualTo(1);
        CanalEntry.RowChange change = CanalReader.change(entry);
        assertThat(change.getTableId()).isEqualTo(42);
        assertThat(change.getEventType()).isEqualTo(CanalEntry.EventType.INSERT);
        assertThat(change.getAllFields().keySet()).extracting("name").contains("isDdl", "eventType");
        CanalEntry.Column id = change.getRowDatas(0).getAfterColumns(0);
        assertThat(id.hasIsNull()).isTrue();
        assertThat(id.getIsNull()).isFalse();
        assertThat(change.getRowDatas(0).getAfterColumns(1).getValueBytes().isEmpty())
                .isTrue();
    }

    @Test
    void shouldWriteTheBordersOfATransaction() {
        Transaction transaction = source.transaction(List.of(insert(order(1, 1, "a"))));

        assertThat(encoder.begin(transaction)).isTrue();
        ReadEntry begin = only(taken());
        assertThat(encoder.end(transaction)).isTrue();
        ReadEntry end = only(taken());

        assertThat(begin.kind()).isEqualTo("TRANSACTIONBEGIN");
        assertThat(end.kind()).isEqualTo("TRANSACTIONEND");
        assertThat(end.props())
                .isEqualTo(begin.props())
                .containsEntry("commit_ts", Long.toString(transaction.commitTs().value()))
                .containsEntry("event_count", "1");
    }

    @Test
    void shouldGiveTheBordersTheTransactionId() throws Exception {
        Transaction transaction = source.transaction(List.of());
        encoder.begin(transaction);
        CanalEntry.Entry begin = CanalReader.message(taken()).getEntries().get(0);
        encoder.end(transaction);
        CanalEntry.Entry end = CanalReader.message(taken()).getEntries().get(0);

        assertThat(CanalEntry.TransactionBegin.parseFrom(begin.getStoreValue()).getTransactionId())
                .isEqualTo(Long.toString(transaction.txnId()));
        assertThat(CanalEntry.TransactionEnd.parseFrom(end.getStoreValue()).getTransactionId())
                .isEqualTo(Long.toString(transaction.txnId()));
    }

    @Test
    void shouldPackAWholeTransactionWithItsBorders() {
        Transaction transaction = source.transaction(List.of(
                insert(order(1, 1, "a")),
                new RowChange.Update(null, order(2, 1, "b"), Statement.unknown()),
                insert(Row.of(ITEMS, 5)),
                new RowChange.Delete(Row.of(ITEMS, 6), Statement.unknown())));

        assertThat(encoder.changes(transaction, 0, 4)).isTrue();
        List<ReadEntry> entries = CanalReader.read(taken());

        assertThat(entries)
                .extracting(entry -> entry.kind() + " " + entry.eventType() + " " + entry.table() + " "
                        + entry.rows().size())
                .containsExactly(
                        "TRANSACTIONBEGIN UPDATE  0",
                        "ROWDATA INSERT orders 2",
                        "ROWDATA INSERT items 1",
                        "ROWDATA DELETE items 1",
                        "TRANSACTIONEND UPDATE  0");
        assertThat(entries.subList(1, 4))
                .extracting(entry -> entry.props().get("event_index") + " "
                        + entry.props().get("rowsCount") + " " + entry.props().get("last"))
                .containsExactly("0 2 false", "2 1 false", "3 1 true");
    }

    @Test
    void shouldPackAPartWithoutBorders() {
        Transaction transaction = source.transaction(
                List.of(insert(order(1, 1, "a")), insert(order(2, 1, "b")), insert(order(3, 1, "c"))));

        encoder.changes(transaction, 1, 3);
        ReadEntry entry = only(taken());

        assertThat(entry.rows()).extracting(row -> row.after().get(0).value()).containsExactly("2", "3");
        assertThat(entry.props()).containsEntry("event_index", "1").containsEntry("last", "true");
    }

    @Test
    void shouldWriteAChangedSchemaAsDdl() {
        TableSchema wider = TableSchema.builder(43, ITEMS.name())
                .version(2)
                .column("id", ColumnType.INT64)
                .column("extra", ColumnType.INT32)
                .primaryKey("id")
                .build();

        assertThat(encoder.schema(new SchemaChange(CommitTs.of(99), ITEMS, wider)))
                .isTrue();
        ReadEntry entry = only(taken());

        assertThat(entry.ddl()).isEqualTo("ALTER TABLE `shop`.`items` ADD COLUMN `extra` int");
        assertThat(entry.eventType()).isEqualTo("ALTER");
        assertThat(entry.table()).isEqualTo("items");
        assertThat(entry.rows()).isEmpty();
        assertThat(entry.props()).containsEntry("commit_ts", "99");
    }

    @Test
    void shouldWriteNothingWhereThereIsNoMessage() {
        assertThat(encoder.schema(new SchemaChange(CommitTs.of(99), null, ITEMS)))
                .isFalse();
        assertThat(encoder.watermark(CommitTs.of(99))).isFalse();
        assertThat(buffer.length()).isZero();
    }

    @Test
    void shouldTellTransactionsOfOneCommitTsApart() {
        Transaction one = source.transaction(List.of(insert(order(1, 1, "a"))));
        Piece piece = one.pieces().get(0);
        Piece earlier = new Piece(piece.binlogTable(), 0, piece.regionId(), CommitTs.of(5), piece.commitTs());
        for (Transaction each : List.of(
                one,
                new Transaction(one.txnId(), "app", "", List.of(earlier), one.changes(), 1000),
                new Transaction(3, "app", "", List.of(earlier), one.changes(), 1000))) {
            encoder.change(each, 0);

            assertThat(only(taken()).props())
                    .containsEntry("start_ts", Long.toString(each.startTs().value()))
                    .containsEntry("txn_id", Long.toString(each.txnId()));
        }
    }

    @Test
    void shouldWriteTheKeyThatAllFormatsHave() {
        assertThat(encoder.key(order(1, 1, "a"))).isTrue();

        assertThat(new String(taken(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":1}");
    }

    @Test
    void shouldRefuseTextThatIsNoneAndGoOn() {
        Row invalid = order(1, 1, new byte[] {'a', (byte) 0xff});
        Transaction transaction = source.transaction(List.of(insert(order(7, 7, "x")), insert(invalid)));

        assertThatThrownBy(() -> encoder.change(transaction, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        "note",
                        "UTF-8",
                        "shop.orders",
                        "change 1",
                        transaction.commitTs().toString());
        buffer.clear();
        encoder.change(transaction, 0);

        assertThat(only(taken()).rows().get(0).after().get(0).value()).isEqualTo("7");
    }

    @Test
    void shouldCarryRandomRowsExactly() {
        long seed = RandomChanges.seed();
        for (long each = seed; each < seed + 12; each++) {
            Charset charset = RandomChanges.charset(each);
            TableSchema schema = RandomChanges.keyed("shop", "types", charset);
            RandomChanges changes = new RandomChanges(each, schema);
            for (int i = 0; i < 40; i++) {
                Transaction transaction = changes.transaction();
                int count = transaction.changes().size();
                encoder.changes(transaction, 0, count);
                List<List<@Nullable Row>> read = rows(schema, CanalReader.read(taken()));
                assertThat(read)
                        .as("seed %s, transaction %s", each, i)
                        .isEqualTo(transaction.changes().stream()
                                .map(CanalProtobufTest::images)
                                .toList());
            }
        }
    }

    private static List<@Nullable Row> images(RowChange change) {
        List<@Nullable Row> images = new ArrayList<>();
        images.add(change.before());
        images.add(change.after());
        return images;
    }

    private static List<List<@Nullable Row>> rows(TableSchema schema, List<ReadEntry> entries) {
        List<List<@Nullable Row>> rows = new ArrayList<>();
        for (ReadEntry entry : entries) {
            for (CanalReader.ReadRow row : entry.rows()) {
                List<@Nullable Row> images = new ArrayList<>();
                images.add(row(schema, row.before()));
                images.add(row(schema, row.after()));
                rows.add(images);
            }
        }
        return rows;
    }

    private static @Nullable Row row(TableSchema schema, List<ReadColumn> columns) {
        if (columns.isEmpty()) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (ReadColumn column : columns) {
            String text = column.value();
            values[column.index()] =
                    text == null ? null : value(schema.columns().get(column.index()), text);
        }
        return Row.of(schema, values);
    }

    private static Object value(Column column, String text) {
        return switch (column.type()) {
            case BOOL -> text.equals("1");
            case FLOAT -> Float.parseFloat(text);
            case DOUBLE -> Double.parseDouble(text);
            case STRING, JSON, HLL, BITMAP, TDIGEST ->
                column.holdsBytes() ? text.getBytes(StandardCharsets.ISO_8859_1) : text;
            case DATETIME, TIMESTAMP, DATE, TIME -> text;
            default -> new BigInteger(text);
        };
    }

    private static Map<String, String> props(CanalEntry.Header header) {
        return header.getPropsList().stream()
                .collect(Collectors.toMap(CanalEntry.Pair::getKey, CanalEntry.Pair::getValue));
    }

    private List<ReadColumn> after(RowChange change) {
        return only(change(change)).rows().get(0).after();
    }

    private byte[] change(RowChange change) {
        encoder.change(source.transaction(List.of(change)), 0);
        return taken();
    }

    private byte[] taken() {
        byte[] message = buffer.toByteArray();
        buffer.clear();
        return message;
    }

    private static ReadEntry only(byte[] message) {
        List<ReadEntry> entries = CanalReader.read(message);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }
}
