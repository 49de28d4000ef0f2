package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import java.io.IOException;

/**
 * A target that takes transactions on several lanes at once: a database with transactions of its own.
 *
 * <p>The capturer decides which transactions may run side by side: those that share no key by the target's {@link #rules}. A lane gets
 * batches of whole transactions and applies each batch atomically. It opens the sink first, then takes as many lanes as {@link #settings}
 * says, and closes them before the sink. {@code rules} and {@code schemaChanged} are called by one thread, while lanes work on theirs.
 *
 * <p>Delivery is exactly once where the sink keeps {@link LaneProgress} together with the data and gives it back from {@link #open}; else
 * at least once.
 *
 * <p>An exception from {@code open} comes out of {@code applyTo}; one from any other method stops the capturer with it as the
 * failure. A sink that can retry does so itself; see {@link SinkLane#apply}.
 */
public interface ParallelSink extends AutoCloseable {

    /** Prepares the target and says what it holds already. May block. One that fails cleans up by itself. */
    SinkStanding open(SinkContext context) throws Exception;

    /**
     * Says what makes two changes of a table conflict at the target. Asked once for each version of a schema, and again after
     * any {@link #schemaChanged}. May block; a target that cannot tell gives {@link ConflictRules#serial}.
     */
    ConflictRules rules(TableSchema table) throws Exception;

    /** Makes a lane; each number from 0 on is asked for once. Called before the first batch. */
    SinkLane lane(int number) throws Exception;

    /**
     * Takes a changed schema. Everything before it has been applied, of all tables, and nothing behind it has begun. All rules are asked
     * for again, since those of other tables may have changed with it: a foreign key that came or went.
     */
    default void schemaChanged(SchemaChange change) throws Exception {}

    /** Returns how the sink wants to be fed; read once, after {@link #open}. */
    default ApplySettings settings() {
        return ApplySettings.defaults();
    }

    /** Releases the target. Called once, after all lanes have been closed; not where {@link #open} has failed. */
    @Override
    void close() throws IOException;
}
