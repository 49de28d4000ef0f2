package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;
import java.util.Objects;

/** This library's way to a row: found by {@link Row#parse}, read by its getters. */
final class LibraryRows implements Decoding {

    private final TableSchema schema;

    LibraryRows(TableSchema schema) {
        this.schema = schema;
    }

    @Override
    public void decode(int index, byte[] bytes, RowValues taker) {
        take(Row.parse(schema, bytes, 0, bytes.length), taker);
    }

    static void take(Row row, RowValues taker) {
        List<Column> columns = row.schema().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).type().isInteger()) {
                taker.number(row.longValue(i));
            } else {
                taker.text(Objects.requireNonNull(row.text(i)));
            }
        }
    }
}
