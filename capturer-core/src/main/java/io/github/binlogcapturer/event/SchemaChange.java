package io.github.binlogcapturer.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table's schema has a new version. BaikalDB logs no DDL, so the library compares versions: the event stands in front of
 * the first transaction that is decoded with the new one, which may be a little before or after the moment of the DDL.
 * It is not repeated after a restart, which begins with the versions of its time.
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
     * Returns DDL statements that lead from one version to the other when executed in order, told from their difference; not the text that
     * was executed. Types come without a length, since BaikalDB keeps none. Empty where no column changed (an index, a link, a
     * comment), or where the table is new to the capture.
     */
    public List<String> sql() {
        return before == null ? List.of() : new SchemaDifference(before, after).statements();
    }
}
