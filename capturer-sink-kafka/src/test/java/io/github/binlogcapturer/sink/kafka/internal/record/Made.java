package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Events of a small shop, and what becomes of them. */
final class Made {

    static final TableSchema ORDERS = TableSchema.builder(1, new TableName("shop", "orders"))
            .version(7)
            .column("id", ColumnType.INT64)
            .column("region", ColumnType.STRING)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();
    static final TableSchema ITEMS = TableSchema.builder(2, new TableName("shop", "items"))
            .column("id", ColumnType.INT64)
            .column("region", ColumnType.STRING)
            .primaryKey("id")
            .build();
    static final TableSchema KEYLESS = TableSchema.builder(3, new TableName("shop", "log"))
            .column("line", ColumnType.STRING)
            .build();
    /** What the producer takes. */
    static final int REQUEST = 64 << 20;

    static final Statement SOME = Statement.of("INSERT INTO anything");

    private static final CommitTs START = CommitTs.of(1_000);
    private static final CommitTs COMMIT = CommitTs.of(2_000);

    private Made() {}

    static RecordSettings settings() {
        return settings(LineFormat.plain(), Partitioning.primaryKey(), OversizedPolicy.fail());
    }

    static RecordSettings settings(MessageFormat format, Partitioning partitioning, OversizedPolicy oversized) {
        return new RecordSettings(
                format,
                TopicRouter.template("cdc.{db}.{table}"),
                partitioning,
                oversized,
                0,
                REQUEST,
                false,
                null,
                null,
                false,
                true);
    }

    static RecordSettings routed(TopicRouter router) {
        return new RecordSettings(
                LineFormat.plain(),
                router,
                Partitioning.primaryKey(),
                OversizedPolicy.fail(),
                0,
                REQUEST,
                false,
                null,
                null,
                false,
                true);
    }

    static RecordSettings tombstones(Partitioning partitioning) {
        return new RecordSettings(
                LineFormat.plain(),
                TopicRouter.template("{db}.{table}"),
                partitioning,
                OversizedPolicy.fail(),
                0,
                REQUEST,
                true,
                null,
                null,
                false,
                true);
    }

    static RecordSettings packed(LineFormat format, Partitioning partitioning) {
        return new RecordSettings(
                format,
                TopicRouter.fixed("all"),
                partitioning,
                OversizedPolicy.fail(),
                0,
                REQUEST,
                false,
                null,
                null,
                true,
                true);
    }

    static RecordSettings sided(LineFormat format) {
        return new RecordSettings(
                format,
                TopicRouter.fixed("all"),
                Partitioning.primaryKey(),
                OversizedPolicy.fail(),
                0,
                REQUEST,
                false,
                "schemas",
                "transactions",
                false,
                true);
    }

    static Row order(long id, String region, @Nullable String note) {
        return Row.of(ORDERS, id, region, note);
    }

    static RowChange insert(Row after) {
        return new RowChange.Insert(after, SOME);
    }

    static RowChange update(Row before, Row after) {
        return new RowChange.Update(before, after, SOME);
    }

    static RowChange delete(Row before) {
        return new RowChange.Delete(before, SOME);
    }

    static Transaction transaction(RowChange... changes) {
        return transaction(List.of(changes));
    }

    static Transaction transaction(List<RowChange> changes) {
        Piece piece = new Piece(new TableName("shop", "binlog"), 0, 5, START, COMMIT);
        return new Transaction(42, "", "", List.of(piece), changes, 100);
    }

    static List<ProducerRecord<byte[], byte[]>> records(RecordSettings settings, Topics topics, BinlogEvent... events)
            throws InterruptedException {
        RecordMaker maker = new RecordMakers(settings, topics).make();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (BinlogEvent event : events) {
            maker.make(event, (topic, message) -> records.add(message));
        }
        return records;
    }

    static @Nullable String key(ProducerRecord<byte[], byte[]> message) {
        return message.key() == null ? null : new String(message.key(), StandardCharsets.UTF_8);
    }

    static @Nullable String value(ProducerRecord<byte[], byte[]> message) {
        return message.value() == null ? null : new String(message.value(), StandardCharsets.UTF_8);
    }

    static @Nullable String header(ProducerRecord<byte[], byte[]> message, String name) {
        return RecordHeaders.text(message.headers(), name);
    }
}
