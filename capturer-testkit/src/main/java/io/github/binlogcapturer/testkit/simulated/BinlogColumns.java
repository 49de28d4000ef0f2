package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.Set;
import java.util.stream.Collectors;

/** Which optional columns a binlog table has. What is missing is silently not remembered, as on a real cluster. */
record BinlogColumns(boolean rowCount, boolean userName, boolean userIp, boolean dbTables, boolean signs) {

    static BinlogColumns of(SchemaInfo binlogTable) {
        Set<String> names = binlogTable.getFieldsList().stream()
                .filter(field -> !field.getDeleted())
                .map(FieldInfo::getFieldName)
                .collect(Collectors.toSet());
        return new BinlogColumns(
                names.contains("binlog_row_cnt"),
                names.contains("user_name"),
                names.contains("user_ip"),
                names.contains("db_tables"),
                names.contains("signs"));
    }
}
