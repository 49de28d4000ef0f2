package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One version of a table: as meta servers have it, and as rows are read through it. */
record TableVersion(SchemaInfo info, TableSchema schema) {

    static TableVersion of(SchemaInfo info) {
        TableSchema.Builder schema = TableSchema.builder(
                        info.getTableId(), new TableName(info.getDatabase(), info.getTableName()))
                .version(info.getVersion());
        Map<Integer, String> names = new HashMap<>();
        for (FieldInfo field : info.getFieldsList()) {
            if (field.getDeleted()) {
                schema.known(field.getFieldId());
            } else {
                names.put(field.getFieldId(), field.getFieldName());
                schema.column(column(field));
            }
        }
        for (IndexInfo index : info.getIndexsList()) {
            List<String> columns =
                    index.getFieldIdsList().stream().map(names::get).toList();
            if (index.getIndexType() == WireCodes.Index.PRIMARY) {
                schema.primaryKey(columns);
            } else {
                schema.uniqueKey(index.getIndexName(), columns);
            }
        }
        return new TableVersion(info, schema.build());
    }

    private static Column column(FieldInfo field) {
        return new Column(
                0,
                field.getFieldName(),
                field.getFieldId(),
                Objects.requireNonNull(ColumnType.ofCode(field.getMysqlType())),
                false,
                field.getCanNull(),
                false,
                field.hasDefaultValue() ? field.getDefaultValue().toString(StandardCharsets.UTF_8) : null);
    }

    /** Picks the values of some columns. */
    static List<@Nullable Object> pick(List<Column> columns, List<@Nullable Object> values) {
        List<@Nullable Object> picked = new ArrayList<>(columns.size());
        columns.forEach(column -> picked.add(values.get(column.index())));
        return Collections.unmodifiableList(picked);
    }

    /** Picks the primary key. */
    List<@Nullable Object> key(List<@Nullable Object> values) {
        return pick(schema.primaryKey(), values);
    }

    /** Returns the value of a field, or null where the field is gone. */
    @Nullable
    Object field(int fieldId, List<@Nullable Object> values) {
        for (Column column : schema.columns()) {
            if (column.fieldId() == fieldId) {
                return values.get(column.index());
            }
        }
        return null;
    }
}
