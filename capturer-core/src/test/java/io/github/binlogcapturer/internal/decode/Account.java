package io.github.binlogcapturer.internal.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A row of the recordings' table acct, whose binlog is partitioned by shard. */
record Account(long id, long shard, long bal, String note) {

    static final TableSchema SCHEMA = TableSchema.builder(7, new TableName("cdc", "acct"))
            .column("id", ColumnType.INT64)
            .column("shard", ColumnType.INT64)
            .column("bal", ColumnType.INT64)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();

    static Account of(long id, long shard) {
        return new Account(id, shard, 0, "");
    }

    static Account of(Row row) {
        return new Account(
                row.longValue("id"),
                row.longValue("shard"),
                row.longValue("bal"),
                Objects.requireNonNullElse(row.text("note"), ""));
    }

    Account withShard(long newShard) {
        return new Account(id, newShard, bal, note);
    }

    Account withBal(long newBal) {
        return new Account(id, shard, newBal, note);
    }

    /** Returns the row as Row.parse gives it. */
    Row row() {
        byte[] bytes = image().toByteArray();
        return Row.parse(SCHEMA, bytes, 0, bytes.length);
    }

    /** Returns the bytes that the server writes. */
    ByteString image() {
        ByteString.Output out = ByteString.newOutput();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeSInt64(1, id);
            coded.writeSInt64(2, shard);
            coded.writeSInt64(3, bal);
            coded.writeString(4, note);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteString();
    }

    @Override
    public String toString() {
        return "(" + id + " in shard " + shard + ", " + bal + (note.isEmpty() ? "" : ", " + note) + ")";
    }
}
