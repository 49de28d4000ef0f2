package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.sink.mysql.RowDifference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has been found in one pair of tables so far. Not thread-safe. */
final class Findings {

    private final int maxDifferences;
    private final List<RowDifference> differences = new ArrayList<>();
    private final Set<Map<String, String>> keys = new HashSet<>();
    private final List<String> notes;
    private boolean complete = true;
    private long leftRows;
    private long rightRows;
    private long chunks;
    private final RowProgress progress;

    Findings(int maxDifferences, List<String> notes, RowProgress progress) {
        this.maxDifferences = maxDifferences;
        this.notes = List.copyOf(notes);
        this.progress = progress;
    }

    /** Who is told of chunks and rows of the left side. */
    interface RowProgress {
        void reached(long chunks, long rows);
    }

    /** Counts a chunk, whose rows are compared at once. */
    void chunk(long rowsLeft, long rowsRight) {
        count(rowsLeft, rowsRight);
        progress(leftRows);
    }

    /** Counts a chunk, whose rows are still to be compared. */
    void count(long rowsLeft, long rowsRight) {
        chunks++;
        leftRows += rowsLeft;
        rightRows += rowsRight;
    }

    /** Tells that so many rows of the left side were compared. */
    void progress(long rows) {
        progress.reached(chunks, rows);
    }

    /** Takes a difference, or notes that there are more than wanted. A key counts once. */
    void add(RowDifference difference) {
        if (!difference.key().isEmpty() && keys.contains(difference.key())) {
            return;
        }
        if (isFull()) {
            complete = false;
            return;
        }
        keys.add(difference.key());
        differences.add(difference);
    }

    boolean isFull() {
        return differences.size() >= maxDifferences;
    }

    /** There is, or may be, more than was looked at. */
    void leaveOut() {
        complete = false;
    }

    List<RowDifference> differences() {
        return differences;
    }

    List<String> notes() {
        return notes;
    }

    boolean isComplete() {
        return complete;
    }

    long leftRows() {
        return leftRows;
    }

    long rightRows() {
        return rightRows;
    }

    long chunks() {
        return chunks;
    }
}
