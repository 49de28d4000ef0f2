package io.github.binlogcapturer.event;

import java.util.List;

/** A primary or unique key: its columns in key order. */
public record UniqueKey(String name, List<Column> columns) {

    public UniqueKey {
        columns = List.copyOf(columns);
    }
}
