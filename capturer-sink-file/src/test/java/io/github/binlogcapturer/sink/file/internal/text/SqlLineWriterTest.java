package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.order;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.update;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;

class SqlLineWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final LineWriter lines = TextKind.SQL_LINES.writer(buffer);

    @Test
    void shouldWriteChangesAsTheFormatHasThem() throws IOException {
        assertThat(sql(update(order(1, 1, "a"), order(1, 2, null))))
                .isEqualTo("UPDATE `shop`.`orders` SET `n`=2,`note`=NULL WHERE `id`=1;\n");
    }

    @Test
    void shouldWriteTransactionBoundaries() throws IOException {
        Transaction transaction = transaction(5, insert(ORDERS, 1, 1, "a"));

        lines.begin(transaction, true);
        lines.commit(transaction, true);

        assertThat(written()).isEqualTo("""
                        BEGIN; -- commit_ts=5 start_ts=4 txn_id=50
                        COMMIT; -- commit_ts=5 changes=1 complete=true
                        """);
    }

    @Test
    void shouldWriteSchemaChangesAndHeartbeatsAsComments() throws IOException {
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written()).isEqualTo("""
                        -- schema commit_ts=9 version=4 table=`shop`.`orders` sql=ALTER TABLE `shop`.`orders` ADD COLUMN \
                        `extra` int;
                        -- heartbeat commit_ts=10
                        """);
    }

    @Test
    void shouldKeepASchemaChangeInOneLine() throws IOException {
        TableSchema broken = TableSchema.builder(7, new TableName("shop", "orders"))
                .column(new Column(0, "id", 1, ColumnType.STRING, false, true, false, "a\nb'\\"))
                .build();
        TableSchema empty =
                TableSchema.builder(7, new TableName("shop", "orders")).build();

        lines.schema(new SchemaChange(CommitTs.of(9), empty, broken));

        assertThat(written()).hasLineCount(1).contains("DEFAULT 'a\\nb''\\\\';");
    }

    private String sql(RowChange change) throws IOException {
        buffer.clear();
        lines.change(transaction(5, change), 0);
        return written();
    }

    private String written() {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
