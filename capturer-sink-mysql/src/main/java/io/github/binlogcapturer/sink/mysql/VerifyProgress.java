package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import java.util.Objects;

/**
 * How far a {@link TableVerifier} is.
 *
 * @param table the table that is being compared, by the left side's name
 * @param number its number among those to compare, from 1
 * @param tables how many there are to compare
 * @param chunks how many ranges of its rows were compared
 * @param rows how many rows of its left side were compared
 * @param estimatedRows how many rows its left side has by the server's own estimate, which may be far off, or -1 where it tells none
 */
public record VerifyProgress(TableName table, int number, int tables, long chunks, long rows, long estimatedRows) {

    public VerifyProgress {
        Objects.requireNonNull(table, "table");
    }
}
