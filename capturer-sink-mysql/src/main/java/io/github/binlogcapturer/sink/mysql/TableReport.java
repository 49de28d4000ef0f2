package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What comparing one table has found.
 *
 * @param left the table of the left side
 * @param right the table of the right side that it was compared with
 * @param leftRows how many rows the left side has; 0 if there is a problem
 * @param rightRows how many rows the right side has; 0 if there is a problem
 * @param chunks how many ranges of rows were compared
 * @param rowsRead how many rows were read from both sides together; the others were compared by checksum in the servers
 * @param differences the rows that differ, as many as were asked for at most
 * @param complete false if more rows differ, or may differ, than the differences say
 * @param notes what was compared in another way than by checksum of all columns, and why
 * @param problem why the tables could not be compared, if so: one of them is missing, or a column of it
 */
public record TableReport(
        TableName left,
        TableName right,
        long leftRows,
        long rightRows,
        long chunks,
        long rowsRead,
        List<RowDifference> differences,
        boolean complete,
        List<String> notes,
        Optional<String> problem) {

    public TableReport {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(problem, "problem");
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** Returns whether the tables were compared and all rows are equal. */
    public boolean isEqual() {
        return differences.isEmpty() && complete && problem.isEmpty();
    }

    /** Returns one line: the names, the counts, and the outcome. */
    @Override
    public String toString() {
        return left + " -> " + right + ": " + problem.orElseGet(this::outcome);
    }

    private String outcome() {
        String counts = leftRows + " and " + rightRows + " rows in " + chunks + " chunks, ";
        if (isEqual()) {
            return counts + "equal";
        }
        return counts + (complete ? "" : "at least ") + differences.size() + " differ";
    }
}
