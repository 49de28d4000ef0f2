package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.List;
import java.util.Objects;

/** What a statement does with its rows, and how it is written. Stateless. */
sealed interface StatementShape {

    /** Returns what it does in a word. */
    String kind();

    void write(List<FoldedRow> rows, StatementWriter out);

    /** New rows. */
    record Insert() implements StatementShape {

        @Override
        public String kind() {
            return "INSERT";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            out.sql(rows.get(0).table().insertHead());
            String separator = "(";
            for (FoldedRow row : rows) {
                out.sql(separator);
                Pieces.values(row.table(), row.table().columns(), row.image(), out);
                separator = "),(";
            }
            out.sql(")");
        }
    }

    /**
     * A row that is not there by its key. Unlike {@link Upsert} it never touches another row that the target takes for the same by
     * another key; that is an error.
     */
    record InsertMissing() implements StatementShape {

        @Override
        public String kind() {
            return "INSERT where missing";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            FoldedRow row = rows.get(0);
            String head = row.table().insertHead();
            out.sql(head.substring(0, head.length() - "VALUES ".length()) + "SELECT ");
            Pieces.values(row.table(), row.table().columns(), row.image(), out);
            out.sql(" FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM " + row.table().quotedName() + " WHERE ");
            Pieces.equalities(row.table(), Pieces.identity(row.table()), row.image(), out);
            out.sql(")");
        }
    }

    /**
     * New rows, or the same keys with other values. A row that is hit by another of its unique keys becomes the new one as a whole,
     * key included, so that never two rows are mixed.
     *
     * @param alias whether the server names new values by an alias, which it has in place of VALUES() since MySQL 8.0.20
     */
    record Upsert(boolean alias) implements StatementShape {

        @Override
        public String kind() {
            return "INSERT or UPDATE";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            new Insert().write(rows, out);
            out.sql(alias ? " AS new_row ON DUPLICATE KEY UPDATE " : " ON DUPLICATE KEY UPDATE ");
            String separator = "";
            for (ColumnMapping column : rows.get(0).table().columns()) {
                String name = column.target().quoted();
                out.sql(separator + name + "=" + Pieces.newValue(name, alias));
                separator = ",";
            }
        }
    }

    /**
     * Rows that are there, with other values. A row that is not there is inserted or, where another one is hit by a unique key, changes
     * nothing; either shows in the update count.
     *
     * @param alias as of {@link Upsert}
     */
    record UpdateMany(boolean alias) implements StatementShape {

        @Override
        public String kind() {
            return "UPDATE";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            new Insert().write(rows, out);
            out.sql(alias ? " AS new_row ON DUPLICATE KEY UPDATE " : " ON DUPLICATE KEY UPDATE ");
            TargetTable table = rows.get(0).table();
            List<ColumnMapping> key = Pieces.identity(table);
            String guard = table.otherKeys().isEmpty() ? "" : Pieces.sameKey(table, key, alias);
            String separator = "";
            for (ColumnMapping column : table.columns()) {
                if (!key.contains(column)) {
                    String name = column.target().quoted();
                    String value = Pieces.newValue(name, alias);
                    String old = table.quotedName() + "." + name;
                    String set = guard.isEmpty() ? value : "IF(" + guard + "," + value + "," + old + ")";
                    out.sql(separator + name + "=" + set);
                    separator = ",";
                }
            }
        }
    }

    /** One row by its key. */
    record Update() implements StatementShape {

        @Override
        public String kind() {
            return "UPDATE";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            FoldedRow row = rows.get(0);
            List<ColumnMapping> key = Pieces.identity(row.table());
            out.sql("UPDATE " + row.table().quotedName() + " SET ");
            Pieces.assignments(row.table(), key, row.image(), out);
            out.sql(" WHERE ");
            Pieces.equalities(row.table(), key, row.image(), out);
        }
    }

    /** Rows by their keys. */
    record Delete() implements StatementShape {

        @Override
        public String kind() {
            return "DELETE";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            out.sql("DELETE FROM " + rows.get(0).table().quotedName() + " WHERE ");
            Pieces.identityIn(rows, out);
        }
    }

    /** Rows that step aside for others: a column of a unique key becomes NULL until they are updated. */
    record Park(ColumnMapping column) implements StatementShape {

        @Override
        public String kind() {
            return "UPDATE to NULL";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            out.sql("UPDATE " + rows.get(0).table().quotedName() + " SET "
                    + column.target().quoted() + "=NULL WHERE ");
            Pieces.identityIn(rows, out);
        }
    }

    /**
     * Deletes other rows that hold unique values of the given ones, the same ones for the source too: what only a collation takes for
     * equal stays, since the source has both.
     *
     * @param onlyKey the number of the one key that is meant, or {@link #ALL_KEYS}
     */
    record Free(int onlyKey) implements StatementShape {

        static final int ALL_KEYS = -1;

        @Override
        public String kind() {
            return "DELETE of other rows with the unique values";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            out.sql("DELETE FROM " + rows.get(0).table().quotedName() + " WHERE ");
            String separator = "(";
            for (FoldedRow row : rows) {
                List<MappedKey> keys = row.table().otherKeys();
                for (int i = 0; i < keys.size(); i++) {
                    MappedKey key = keys.get(i);
                    if ((onlyKey == ALL_KEYS || onlyKey == i) && holds(key, row.image())) {
                        out.sql(separator);
                        Pieces.exactEqualities(row.table(), key.columns(), row.image(), out);
                        out.sql(" AND NOT (");
                        Pieces.equalities(row.table(), Pieces.identity(row.table()), row.image(), out);
                        out.sql(")");
                        separator = ") OR (";
                    }
                }
            }
            out.sql(")");
        }

        /** Returns whether there is anything to free for a row. */
        static boolean concerns(FoldedRow row) {
            for (MappedKey key : row.table().otherKeys()) {
                if (holds(key, row.image())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean holds(MappedKey key, Row row) {
            // of a part that the source cannot tell it cannot be said that another row has it
            return key.columns().size() == key.parts().size()
                    && key.columns().stream().noneMatch(column -> row.isNull(column.index()));
        }
    }

    /**
     * Rows that step aside where they hold a unique value that they may not have yet: a column of the key becomes NULL, or, where none can
     * be NULL, they go.
     *
     * @param key the number of the key
     */
    record StepAside(int key) implements StatementShape {

        @Override
        public String kind() {
            return "stepping aside";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            TargetTable table = rows.get(0).table();
            String column = table.otherKeys().get(key).columns().stream()
                    .filter(part -> part.target().nullable())
                    .map(part -> part.target().quoted())
                    .findFirst()
                    .orElse("");
            out.sql(
                    column.isEmpty()
                            ? "DELETE FROM " + table.quotedName()
                            : "UPDATE " + table.quotedName() + " SET " + column + "=NULL");
            String separator = " WHERE (";
            for (FoldedRow row : rows) {
                out.sql(separator);
                Pieces.equalities(row.table(), row.table().otherKeys().get(key).columns(), row.image(), out);
                out.sql(" AND ");
                Pieces.equalities(row.table(), Pieces.identity(row.table()), row.image(), out);
                separator = ") OR (";
            }
            out.sql(")");
        }
    }

    /** One of the rows that are equal to the image before, where the target has no key. */
    record KeylessDelete() implements StatementShape {

        @Override
        public String kind() {
            return "DELETE without a key";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            FoldedRow row = rows.get(0);
            Row before = row.before == null ? row.image() : row.before;
            out.sql("DELETE FROM " + row.table().quotedName() + " WHERE ");
            KeylessMatch.write(row.before == null ? row.table() : row.beforeTable, before, out);
        }
    }

    /** One of the rows that are equal to the image before, where the target has no key. */
    record KeylessUpdate() implements StatementShape {

        @Override
        public String kind() {
            return "UPDATE without a key";
        }

        @Override
        public void write(List<FoldedRow> rows, StatementWriter out) {
            FoldedRow row = rows.get(0);
            out.sql("UPDATE " + row.table().quotedName() + " SET ");
            Pieces.assignments(row.table(), List.of(), row.image(), out);
            out.sql(" WHERE ");
            KeylessMatch.write(row.beforeTable, Objects.requireNonNull(row.before), out);
        }
    }
}
