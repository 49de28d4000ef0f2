package io.github.binlogcapturer.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table's schema has a new version. BaikalDB logs no DDL, so the library compares versions: the event stands in front of
 * the first transaction that is decoded with the new one, which may be a little before or after the moment of the DDL.
 *
 * @param commitTs the place in the stream
 * @param before the version that was current so far, or null for a table that joins the capture
 * @param after the new version
 */
public record SchemaChange(CommitTs commitTs, @Nullable TableSchema before, TableSchema after) implements BinlogEvent {

    public SchemaChange {
        Objects.requireNonNull(commitTs, "commitTs");
        Objects.requireNonNull(after, "after");
    }

    /**
     * Returns DDL statements that lead from one version to the other, told from their difference; not the text that was executed.
     * Empty where no column changed (an index, a link, a comment), or where the table is new to the capture.
     */
    public List<String> sql() {
        List<String> statements = new ArrayList<>();
        if (before == null) {
            return statements;
        }
        if (!before.name().equals(after.name())) {
            statements.add("ALTER TABLE " + quoted(before.name()) + " RENAME TO " + quoted(after.name()));
        }
        Map<Integer, Column> old = new HashMap<>();
        before.columns().forEach(column -> old.put(column.fieldId(), column));
        String alter = "ALTER TABLE " + quoted(after.name());
        for (Column column : after.columns()) {
            Column was = old.remove(column.fieldId());
            String change = difference(was, column);
            if (!change.isEmpty()) {
                statements.add(alter + change);
            }
        }
        // dropped first: a column re-added under its old name has a new field id
        old.values().forEach(gone -> statements.add(0, alter + " DROP COLUMN `" + gone.name() + "`"));
        return statements;
    }

    private static String difference(@Nullable Column was, Column now) {
        if (was == null) {
            return " ADD COLUMN " + definition(now);
        }
        if (!was.name().equals(now.name())) {
            return " CHANGE COLUMN `" + was.name() + "` " + definition(now);
        }
        boolean same = was.sqlType().equals(now.sqlType())
                && was.nullable() == now.nullable()
                && Objects.equals(was.defaultText(), now.defaultText());
        return same ? "" : " MODIFY COLUMN " + definition(now);
    }

    private static String definition(Column column) {
        String defaultText = column.defaultText();
        return "`" + column.name() + "` " + column.sqlType() + (column.nullable() ? "" : " NOT NULL")
                + (defaultText == null ? "" : " DEFAULT '" + defaultText.replace("'", "''") + "'");
    }

    private static String quoted(TableName name) {
        return "`" + name.database() + "`.`" + name.table() + "`";
    }
}
