package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.TableMutation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads row images with the core's public API. */
final class Images {

    private Images() {}

    static List<List<@Nullable Object>> inserted(SimulatedTable table, TableMutation mutation) {
        return mutation.getInsertRowsList().stream()
                .map(row -> values(table.schema(), row))
                .toList();
    }

    static List<List<@Nullable Object>> deleted(SimulatedTable table, TableMutation mutation) {
        return mutation.getDeletedRowsList().stream()
                .map(row -> values(table.schema(), row))
                .toList();
    }

    static List<@Nullable Object> values(TableSchema schema, ByteString image) {
        Row row = Row.parse(schema, image.toByteArray(), 0, image.size());
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : schema.columns()) {
            values.add(row.value(column.index()));
        }
        return values;
    }

    /** Returns a row that may hold nulls. */
    static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
