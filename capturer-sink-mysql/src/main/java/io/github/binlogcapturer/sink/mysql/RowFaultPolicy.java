package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What becomes of a row that the target refuses for good: a violated constraint, a value that does not fit its column; also a row that is
 * not as the stream says, where {@link MySqlSinkBuilder#sourceWins} is off. It is asked only after the rest of the row's transaction, and everything before it, has been
 * found to pass.
 */
public sealed interface RowFaultPolicy {

    /** Ends the capture with a {@code SinkException} that names the row; nothing of its transaction is applied. The default. */
    static RowFaultPolicy fail() {
        return new Fail();
    }

    /** Leaves the row out, counts it and logs a WARN that names it by its key. The rest of the transaction is applied. */
    static RowFaultPolicy skip() {
        return new Skip();
    }

    /**
     * Leaves the row out and writes it, with all its values, into a table of the target, which is made where it is missing. It is in
     * the transaction of the row, so it is there exactly once.
     *
     * @param table {@code database.table}
     * @throws ConfigurationException if that is no such name
     */
    static RowFaultPolicy deadLetterTable(String table) {
        try {
            return new DeadLetterTable(TableName.parse(table));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "A dead letter table is named database.table, but got \"" + table + "\"", e);
        }
    }

    /**
     * Leaves the row out and appends it, with all its values, as a line of JSON to a file, which is forced to the disk before the
     * transaction is committed. After a crash between the two a line may be there twice.
     */
    static RowFaultPolicy deadLetterFile(Path file) {
        return new DeadLetterFile(file);
    }

    /** See {@link #fail}. */
    record Fail() implements RowFaultPolicy {}

    /** See {@link #skip}. */
    record Skip() implements RowFaultPolicy {}

    /** See {@link #deadLetterTable}. */
    record DeadLetterTable(TableName table) implements RowFaultPolicy {

        public DeadLetterTable {
            Objects.requireNonNull(table, "table");
        }
    }

    /** See {@link #deadLetterFile}. */
    record DeadLetterFile(Path file) implements RowFaultPolicy {

        public DeadLetterFile {
            Objects.requireNonNull(file, "file");
        }
    }
}
