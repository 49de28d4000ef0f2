package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the first version of a table's schema as meta servers keep it. Not thread-safe. */
final class SchemaDraft {

    private final SchemaInfo.Builder info = SchemaInfo.newBuilder();
    private final TableName name;

    SchemaDraft(String namespace, TableName name, long tableId, int partitions) {
        this.name = name;
        info.setNamespaceName(namespace)
                .setDatabase(name.database())
                .setTableName(name.table())
                .setTableId(tableId)
                .setPartitionNum(partitions)
                .setEngine(1)
                .setCharset(0)
                .setVersion(1);
    }

    void column(String column, ColumnType type, boolean nullable, @Nullable String defaultText) {
        addColumn(info, column, type, nullable, defaultText);
    }

    /** Adds a column under the next field id; ids of dropped columns are never used again. */
    static void addColumn(
            SchemaInfo.Builder info, String column, ColumnType type, boolean nullable, @Nullable String defaultText) {
        int fieldId = info.getMaxFieldId() + 1;
        FieldInfo.Builder field = FieldInfo.newBuilder()
                .setFieldName(column)
                .setMysqlType(type.code())
                .setCanNull(nullable)
                .setFieldId(fieldId);
        if (defaultText != null) {
            field.setDefaultValue(ByteString.copyFromUtf8(defaultText));
        }
        info.addFields(field).setMaxFieldId(fieldId);
    }

    void primaryKey(List<String> columns) {
        info.addIndexs(index("primary_key", WireCodes.Index.PRIMARY, columns).setIndexId(info.getTableId()));
    }

    void uniqueKey(long indexId, String key, List<String> columns) {
        info.addIndexs(index(key, WireCodes.Index.UNIQUE, columns).setIndexId(indexId));
    }

    private IndexInfo.Builder index(String key, int type, List<String> columns) {
        List<Integer> fieldIds = new ArrayList<>();
        columns.forEach(column -> fieldIds.add(fieldId(column)));
        return IndexInfo.newBuilder()
                .setIndexName(key)
                .setIndexType(type)
                .setState(WireCodes.Index.STATE_PUBLIC)
                .addAllFieldNames(columns)
                .addAllFieldIds(fieldIds);
    }

    private int fieldId(String column) {
        return info.getFieldsList().stream()
                .filter(field -> field.getFieldName().equals(column))
                .map(FieldInfo::getFieldId)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "A key of " + name + " names the column " + column + ", which the table lacks"));
    }

    SchemaInfo.Builder build() {
        return info;
    }
}
