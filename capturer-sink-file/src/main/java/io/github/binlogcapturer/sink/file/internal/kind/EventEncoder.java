package io.github.binlogcapturer.sink.file.internal.kind;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;

/**
 * Appends files, event by event, to a buffer. A file is {@link #header}, events, {@link #footer}; a transaction is {@link #begin}, its
 * changes in order, {@link #commit}. After an exception the encoder is unusable. Owned by one thread.
 */
public interface EventEncoder {

    /**
     * Takes up where an earlier sink ended. Called once at most, before anything else.
     *
     * @param newest the tail of the newest file that is kept; the next call begins a new file if that one is complete
     */
    void resume(Tail newest) throws IOException;

    /**
     * Begins a file.
     *
     * @param number its place in the sequence
     */
    void header(long number) throws IOException;

    /** @param complete whether no further transaction of the same commit ts follows */
    void begin(Transaction transaction, boolean complete) throws IOException;

    void change(Transaction transaction, int index) throws IOException;

    /** @param complete as for {@link #begin} */
    void commit(Transaction transaction, boolean complete) throws IOException;

    void schema(SchemaChange change) throws IOException;

    void heartbeat(Heartbeat heartbeat) throws IOException;

    /** Makes what was appended so far fit to be taken out of the buffer; needed within a transaction only. */
    void pause() throws IOException;

    /** Ends a file. Appends nothing where the kind has no footer. */
    void footer() throws IOException;
}
