package io.github.binlogcapturer.sink.mysql.internal.progress;

import io.github.binlogcapturer.event.TableName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Literals for the statements of this package. Texts are hexadecimal, so no escaping and no sql_mode plays a part. */
final class Sql {

    private Sql() {}

    static String text(String value) {
        return value.isEmpty() ? "''" : "_utf8mb4 " + bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    static String bytes(byte[] value) {
        return value.length == 0 ? "''" : "x'" + HexFormat.of().formatHex(value) + "'";
    }

    static String name(TableName table) {
        return quoted(table.database()) + "." + quoted(table.table());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
