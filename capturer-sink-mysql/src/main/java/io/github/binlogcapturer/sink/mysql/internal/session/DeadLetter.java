package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change of a refused row, with all there is to apply it by hand: its images are JSON objects of the exact texts. */
record DeadLetter(Transaction transaction, RowChange change, TableName target, int code, String reason) {

    private static final int MAX_REASON = 1000;

    static List<DeadLetter> of(RowFault fault) {
        List<DeadLetter> letters = new ArrayList<>();
        String full = fault.reason();
        String reason = full.length() > MAX_REASON ? full.substring(0, MAX_REASON) : full;
        for (RowChange change : fault.statement().changes()) {
            letters.add(new DeadLetter(
                    fault.transaction(), change, fault.statement().table().name(), fault.code(), reason));
        }
        return letters;
    }

    static String lookForTable(TableName table) {
        return "SELECT 1 FROM information_schema.tables WHERE table_schema = " + text(table.database())
                + " AND table_name = " + text(table.table());
    }

    /** In hexadecimal, which no sql_mode reads in another way. */
    private static String text(String value) {
        return "_utf8mb4 x'" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)) + "'";
    }

    static String createTable(TableName table) {
        return "CREATE TABLE IF NOT EXISTS " + quoted(table)
                + " (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                + " commit_ts BIGINT NOT NULL,"
                + " start_ts BIGINT NOT NULL,"
                + " region BIGINT NOT NULL,"
                + " txn_id BIGINT NOT NULL,"
                + " source_table VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,"
                + " target_table VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,"
                + " change_type VARCHAR(16) NOT NULL,"
                + " before_image LONGTEXT CHARACTER SET utf8mb4,"
                + " after_image LONGTEXT CHARACTER SET utf8mb4,"
                + " error_code INT NOT NULL,"
                + " error_text VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL,"
                + " written_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)) ENGINE=InnoDB";
    }

    static String insert(TableName table) {
        return "INSERT INTO " + quoted(table) + " (commit_ts, start_ts, region, txn_id, source_table, target_table,"
                + " change_type, before_image, after_image, error_code, error_text)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    void bind(PreparedStatement insert) throws SQLException {
        insert.setLong(1, transaction.commitTs().value());
        insert.setLong(2, transaction.startTs().value());
        insert.setLong(3, transaction.pieces().get(0).regionId());
        insert.setLong(4, transaction.txnId());
        insert.setString(5, change.table().toString());
        insert.setString(6, target.toString());
        insert.setString(7, change.type().name());
        insert.setString(8, image(change.before()));
        insert.setString(9, image(change.after()));
        insert.setInt(10, code);
        insert.setString(11, reason);
    }

    /** Returns one line. */
    String toJson() {
        StringBuilder json = new StringBuilder("{\"commitTs\":")
                .append(transaction.commitTs().value())
                .append(",\"startTs\":")
                .append(transaction.startTs().value())
                .append(",\"region\":")
                .append(transaction.pieces().get(0).regionId())
                .append(",\"txnId\":")
                .append(transaction.txnId())
                .append(",\"source\":");
        string(json, change.table().toString());
        string(json.append(",\"target\":"), target.toString());
        string(json.append(",\"type\":"), change.type().name());
        json.append(",\"before\":").append(image(change.before()));
        json.append(",\"after\":").append(image(change.after()));
        string(json.append(",\"errorCode\":").append(code).append(",\"error\":"), reason);
        return json.append('}').toString();
    }

    private static @Nullable String image(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        StringBuilder json = new StringBuilder("{");
        for (Column column : row.schema().columns()) {
            if (json.length() > 1) {
                json.append(',');
            }
            string(json, column.name());
            json.append(':');
            String text = row.text(column.index());
            if (text == null) {
                json.append("null");
            } else {
                string(json, text);
            }
        }
        return json.append('}').toString();
    }

    private static void string(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static String quoted(TableName table) {
        return "`" + table.database().replace("`", "``") + "`.`" + table.table().replace("`", "``") + "`";
    }
}
