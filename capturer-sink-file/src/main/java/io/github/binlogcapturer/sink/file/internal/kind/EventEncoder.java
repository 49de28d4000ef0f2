package io.github.binlogcapturer.sink.file.internal.kind;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.util.List;

/**
 * Appends files, event by event, to a buffer. A file is {@link #header}, events, {@link #footer}; a transaction is {@link #begin}, its
 * changes in order, {@link #commit}. After an exception the encoder is unusable. Owned by one thread.
 */
public interface EventEncoder {

    /**
     * Takes up where an earlier sink ended. Called once at most, before anything else.
     *
     * @param tails the tails of the files that are kept, back to the one with the position, the newest first; the next call begins a new
     *     file if the newest is complete
     */
    void resume(List<Tail> tails);

    /**
     * Begins a file.
     *
     * @param number its place in the sequence
     */
    void header(long number) throws IOException;

    /**
     * Begins a transaction.
     *
     * @param complete whether no transaction follows that has a piece of this commit ts or before
     */
    void begin(Transaction transaction, boolean complete) throws IOException;

    void change(Transaction transaction, int index) throws IOException;

    /**
     * Ends a transaction.
     *
     * @param complete as for {@link #begin}
     */
    void commit(Transaction transaction, boolean complete) throws IOException;

    /**
     * Appends a schema change, unless the files hold it behind their position. The position does not cover it, so it may come a second
     * time; it must not be cut off either, since the server logs no DDL and so it may not come again.
     */
    void schema(SchemaChange change) throws IOException;

    void heartbeat(Heartbeat heartbeat) throws IOException;

    /** Makes what was appended so far fit to be taken out of the buffer; needed within a transaction only. */
    void pause() throws IOException;

    /** Ends a file. Appends nothing where the kind has no footer. */
    void footer() throws IOException;
}
