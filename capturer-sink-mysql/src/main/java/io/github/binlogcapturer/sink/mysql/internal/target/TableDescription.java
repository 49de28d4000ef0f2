package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;
import java.util.List;
import java.util.Optional;

/** A table of the target as its information schema describes it: PRIMARY first among the keys. */
record TableDescription(TableName name, List<TargetColumn> columns, List<TargetKey> keys) {

    TableDescription {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    Optional<TargetColumn> column(String wanted) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(wanted))
                .findFirst();
    }
}
