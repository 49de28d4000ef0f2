package io.github.binlogcapturer.sink.file.internal.replay;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChangePrinterTest {

    private static final TableSchema ORDERS = TableSchema.builder(7, new TableName("shop", "orders"))
            .version(3)
            .column("id", ColumnType.INT64)
            .column("n", ColumnType.INT32)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();
    private static final String AT = "57000267173068801 2026-11-21T07:39:23.325Z ";

    private final StringWriter printed = new StringWriter();
    private final ChangePrinter printer = new ChangePrinter(new PrintWriter(printed));

    @Test
    void shouldPrintALinePerChange() throws Exception {
        Statement statement = Statement.unknown();
        print(
                new RowChange.Insert(row(1, 5, "a"), statement),
                new RowChange.Update(row(1, 5, "a"), row(1, 5, null), statement),
                new RowChange.Update(null, row(2, 6, "say \"hi\"\n"), statement),
                new RowChange.Delete(row(1, 5, null), statement));

        assertThat(printed.toString().lines())
                .containsExactly(
                        AT + "INSERT shop.orders id=1 n=5 note=\"a\"",
                        AT + "UPDATE shop.orders id=1 note=\"a\"->NULL",
                        AT + "UPSERT shop.orders id=2 n=6 note=\"say \\\"hi\\\"\\n\"",
                        AT + "DELETE shop.orders id=1 n=5 note=NULL");
    }

    @Test
    void shouldPrintSchemaChangesButNoHeartbeats() throws Exception {
        TableSchema wider = TableSchema.builder(7, new TableName("shop", "orders"))
                .version(4)
                .column("id", ColumnType.INT64)
                .primaryKey("id")
                .build();
        CommitTs ts = CommitTs.of(57000267173068801L);
        printer.write(
                List.of(new SchemaChange(ts, null, ORDERS), new SchemaChange(ts, ORDERS, wider), new Heartbeat(ts)));

        assertThat(printed.toString().lines()).hasSize(2).first().isEqualTo(AT + "SCHEMA shop.orders version 3");
        assertThat(printed.toString()).contains("version 3->4 \"ALTER TABLE");
    }

    @Test
    void shouldFailWhereNobodyReads() {
        Writer broken = new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        ChangePrinter toNobody = new ChangePrinter(new PrintWriter(broken));
        BinlogEvent event = transaction(new RowChange.Insert(row(1, 5, "a"), Statement.unknown()));

        assertThatThrownBy(() -> toNobody.write(List.of(event))).isInstanceOf(IOException.class);
    }

    private void print(RowChange... changes) throws IOException {
        printer.write(List.of(transaction(changes)));
    }

    private static Transaction transaction(RowChange... changes) {
        CommitTs ts = CommitTs.of(57000267173068801L);
        Piece piece = new Piece(new TableName("shop", "binlog"), 0, 1, ts, ts);
        return new Transaction(1, "", "", List.of(piece), List.of(changes), 10);
    }

    private static Row row(long id, int n, @Nullable String note) {
        return Row.of(ORDERS, id, n, note);
    }
}
