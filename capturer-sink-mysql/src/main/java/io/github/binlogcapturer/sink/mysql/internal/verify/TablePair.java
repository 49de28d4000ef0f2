package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.event.TableName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two tables that are compared.
 *
 * @param columns those of the key first
 * @param keySize how many of the columns are the common primary key; 0 if there is none
 */
record TablePair(TableName left, TableName right, List<ColumnPair> columns, int keySize) {

    TableName of(boolean leftSide) {
        return leftSide ? left : right;
    }

    List<ColumnPair> key() {
        return columns.subList(0, keySize);
    }

    /** Returns whether there is a key, and ranges of it hold the same rows on both sides. */
    boolean isOrdered() {
        return keySize > 0 && key().stream().allMatch(ColumnPair::isOrderly);
    }

    /** Returns the columns that keep rows from being compared by checksum. */
    Stream<ColumnPair> unsummable() {
        return columns.stream().filter(column -> !column.isSummable());
    }
}
