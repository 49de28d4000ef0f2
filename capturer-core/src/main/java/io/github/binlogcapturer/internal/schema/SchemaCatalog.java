package io.github.binlogcapturer.internal.schema;

import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schemas by which rows are decoded. Tables that vanish from the source stay, since entries of them may still be on their way.
 * Thread-safe; {@link #refresh} by one thread at a time, others wait.
 */
public final class SchemaCatalog {

    private final BinlogSource source;
    private final CaptureClock clock;
    private volatile View current;

    public SchemaCatalog(BinlogSource source, SourceSnapshot first, CaptureClock clock) {
        this.source = source;
        this.clock = clock;
        this.current = new View(first.tables(), first.homeBinlogTable(), first.markTableIds(), clock.nanoTime());
    }

    /** Returns what is known now. */
    public View current() {
        return current;
    }

    /**
     * Asks the source again, and returns what is known then. Blocks, and throws as {@link BinlogSource#snapshot} does; then all stays as
     * it was.
     */
    public synchronized View refresh() throws InterruptedException {
        // taken before asking: the answer is at least as new as this moment
        long askedAtNs = clock.nanoTime();
        SourceSnapshot snapshot = source.snapshot();
        Map<Long, TableSchema> tables = new HashMap<>(current.tables);
        snapshot.tables().forEach((id, schema) -> tables.merge(id, schema, SchemaCatalog::newer));
        Map<Long, Long> homes = new HashMap<>(current.homeBinlogTable);
        homes.putAll(snapshot.homeBinlogTable());
        current = new View(tables, homes, snapshot.markTableIds(), askedAtNs);
        return current;
    }

    /** A meta server that lags behind must not take a schema back. */
    private static TableSchema newer(TableSchema known, TableSchema found) {
        return found.version() > known.version() ? found : known;
    }

    /** What is known at one moment. Immutable. */
    public static final class View {

        private final Map<Long, TableSchema> tables;
        private final Map<Long, Long> homeBinlogTable;
        private final Set<Long> markTableIds;
        private final long askedAtNs;

        View(Map<Long, TableSchema> tables, Map<Long, Long> homeBinlogTable, Set<Long> markTableIds, long askedAtNs) {
            this.tables = Map.copyOf(tables);
            this.homeBinlogTable = Map.copyOf(homeBinlogTable);
            this.markTableIds = Set.copyOf(markTableIds);
            this.askedAtNs = askedAtNs;
        }

        /** Returns all captured tables by id, those that vanished included. */
        public Map<Long, TableSchema> tables() {
            return tables;
        }

        /** Returns the schema of a captured table, or null where the table is not captured. */
        public @Nullable TableSchema table(long tableId) {
            return tables.get(tableId);
        }

        /** Returns whether entries of a binlog table count for a captured table. */
        public boolean isHome(long tableId, long binlogTableId) {
            Long home = homeBinlogTable.get(tableId);
            return home == null || home == binlogTableId;
        }

        /** Returns whether a table marks transactions that were replicated in. */
        public boolean isMark(long tableId) {
            return !markTableIds.isEmpty() && markTableIds.contains(tableId);
        }

        /** Returns when the source was asked, on the clock's nanosecond scale. */
        public long askedAtNs() {
            return askedAtNs;
        }
    }
}
