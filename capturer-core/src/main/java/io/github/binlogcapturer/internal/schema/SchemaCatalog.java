package io.github.binlogcapturer.internal.schema;

import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas by which rows are decoded. Tables that vanish from the source stay, marks among them, since entries of them may still be
 * on their way.
 * Thread-safe; {@link #refresh} by one thread at a time, others wait.
 */
public final class SchemaCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaCatalog.class);

    private final BinlogSource source;
    private final CaptureClock clock;
    private final Consumer<SourceSnapshot> onSnapshot;
    /** What is read in this run, from the start on. */
    private final Set<Long> binlogTables;

    private final Set<Long> toldUnread = new HashSet<>();
    private volatile View current;

    /**
     * @param first what the capture starts with
     * @param onSnapshot takes each later snapshot before anything of it is used; must not block
     */
    public SchemaCatalog(
            BinlogSource source, SourceSnapshot first, Consumer<SourceSnapshot> onSnapshot, CaptureClock clock) {
        this.source = source;
        this.onSnapshot = onSnapshot;
        this.clock = clock;
        this.binlogTables = first.regions().stream().map(Region::binlogTableId).collect(Collectors.toSet());
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
        onSnapshot.accept(snapshot);
        Map<Long, TableSchema> tables = new HashMap<>(current.tables);
        Map<Long, Long> homes = new HashMap<>(current.homeBinlogTable);
        snapshot.tables().forEach((id, schema) -> {
            // a table keeps its home: whatever else it is linked to later is not read in this run
            if (homes.containsKey(id)
                    || isRead(schema, snapshot.homeBinlogTable().get(id))) {
                tables.merge(id, schema, SchemaCatalog::newer);
                Long home = snapshot.homeBinlogTable().get(id);
                if (home != null) {
                    homes.putIfAbsent(id, home);
                }
            }
        });
        // a mark that vanishes still stands in entries on their way; without it they would be sent back where they are
        // from
        Set<Long> marks = new HashSet<>(current.markTableIds);
        marks.addAll(snapshot.markTableIds());
        current = new View(tables, homes, marks, askedAtNs);
        return current;
    }

    /** Whether the entries of a table that joins are among those being read. */
    private boolean isRead(TableSchema schema, @Nullable Long homeBinlogTable) {
        boolean read = homeBinlogTable == null || binlogTables.contains(homeBinlogTable);
        if (!read && toldUnread.add(schema.tableId())) {
            LOG.warn(
                    "Table {} would now be captured, but it is linked to binlog table id {}, which this run does not read;"
                            + " start again to include it",
                    schema.name(),
                    homeBinlogTable);
        }
        return read;
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
