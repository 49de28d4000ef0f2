package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.util.Arrays;

/** Encodes events into a buffer. A call adds whole lines or none; after an exception the writer is unusable. */
sealed interface LineWriter permits JsonLineWriter, SqlLineWriter, OriginalSqlWriter, CsvLineWriter {

    /**
     * Begins a transaction.
     *
     * @param complete whether no transaction follows that has a piece of this commit ts or before
     */
    void begin(Transaction transaction, boolean complete) throws IOException;

    void change(Transaction transaction, int index) throws IOException;

    void commit(Transaction transaction, boolean complete) throws IOException;

    void schema(SchemaChange change) throws IOException;

    void heartbeat(Heartbeat heartbeat) throws IOException;

    /** Returns whether a column's text stands for all its bytes: whether they were valid in the table's charset. */
    static boolean isExact(Row row, int column, String text) {
        return text.indexOf('\uFFFD') < 0
                || Arrays.equals(text.getBytes(row.schema().charset()), row.bytes(column));
    }
}
