package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.RowChange;
import java.util.List;

/**
 * Finds the delete and the upsert into which the capture takes an UPDATE that gave one row another primary key. Certain is it only where the
 * two are all that the statement did: of several rows the binlog does not tell which became which, and a REPLACE may delete what it does not
 * follow.
 */
final class KeyChanges {

    private static final String UPDATE = "update";

    private KeyChanges() {}

    /** Returns whether a row of another key at an index became the row at the next one. */
    static boolean beginsAt(List<RowChange> changes, int index) {
        if (index + 1 >= changes.size()) {
            return false;
        }
        RowChange delete = changes.get(index);
        RowChange upsert = changes.get(index + 1);
        return delete.type() == ChangeType.DELETE
                && upsert.type() == ChangeType.UPSERT
                && delete.schema().tableId() == upsert.schema().tableId()
                && sameStatement(changes, index, index + 1)
                && !sameStatement(changes, index, index - 1)
                && !sameStatement(changes, index, index + 2)
                && isUpdate(delete.statement().sql());
    }

    private static boolean sameStatement(List<RowChange> changes, int index, int other) {
        return other >= 0
                && other < changes.size()
                && changes.get(index).statement().equals(changes.get(other).statement());
    }

    private static boolean isUpdate(String sql) {
        return sql.stripLeading().regionMatches(true, 0, UPDATE, 0, UPDATE.length());
    }
}
