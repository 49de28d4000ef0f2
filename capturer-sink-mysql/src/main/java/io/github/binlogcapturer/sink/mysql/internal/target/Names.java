package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;

/** Writes names for SQL. */
final class Names {

    private Names() {}

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String quoted(TableName name) {
        return quoted(name.database()) + "." + quoted(name.table());
    }
}
