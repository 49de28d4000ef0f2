package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement for one table, as text with literals or with parameters. Immutable. */
public sealed interface PlannedStatement permits RowsStatement {

    /** Returns the table it writes. */
    TargetTable table();

    /** Returns what it is, for messages: kind, table, row count, first key. Values of other columns are not in it. */
    String describe();

    /** Returns how many rows it speaks of. */
    int rowCount();

    /** Returns the least update count by which the target was where the stream says; drivers count found rows, as is their default. */
    int minAffected();

    /** Returns the greatest update count by which the target was where the stream says. */
    int maxAffected();

    /** Returns whether the update count can be wrong where the server reports no error, so that it must be looked at. */
    boolean countTells();

    /**
     * Appends it with literals, without a semicolon.
     *
     * @throws DataException if a value cannot be written, such as NaN or a date that is to fail
     */
    void appendTo(SqlText sql);

    /** Returns it with a question mark for each value. */
    String preparedSql();

    /**
     * Sets all parameters of {@link #preparedSql}.
     *
     * @throws DataException if a value cannot be written, such as NaN or a date that is to fail
     */
    void bind(PreparedStatement statement) throws SQLException;

    /** Returns two halves that do the same one after the other; empty where it has one row. */
    List<PlannedStatement> split();

    /** Returns the changes of the source behind it, in stream order per row. */
    List<RowChange> changes();

    /** Returns where in the stream the last of those changes is. */
    CommitTs commitTs();
}
