package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.util.List;

/**
 * A table as a server shows it.
 *
 * @param key the names of the primary key's columns, in its order; empty if there is none
 */
record TableShape(List<ColumnShape> columns, List<String> key) {

    TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
