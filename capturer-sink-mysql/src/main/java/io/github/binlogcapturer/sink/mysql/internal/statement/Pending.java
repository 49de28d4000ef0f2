package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;

/**
 * A change with what its images are mapped onto.
 *
 * @param table the table through which {@link RowChange#image} is read
 * @param beforeTable the table through which {@link RowChange#before} is read, if there is one
 */
record Pending(RowChange change, TargetTable table, TargetTable beforeTable, CommitTs commitTs) {}
