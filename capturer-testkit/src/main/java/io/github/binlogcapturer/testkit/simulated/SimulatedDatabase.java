package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SQL nodes of a simulated cluster: tables, transactions, what goes wrong with them, and what was truly committed. Thread-safe; a
 * transaction belongs to one thread.
 */
final class SimulatedDatabase implements PrimaryRegions {

    /** The user tables whose full name starts so are marks of two-way synchronisation, BaikalDB's default. */
    static final String DEFAULT_MARK = "MysqlBaikalDBTrans.repl_mark";

    private record QualifiedName(String namespace, TableName name) {}

    private record Chance(double probability, NodeAccident accident) {}

    private final String namespace;
    private final BinlogStores stores;
    private final MetaCatalog meta;
    private final CaptureClock clock;
    private final Random random;
    private final RowLocks locks = new RowLocks();
    private final CommitHistory history = new CommitHistory();
    private final AtomicLong txnIds = new AtomicLong();
    private final ConcurrentMap<Long, TransactionFate> undecided = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Long> lastCommitTs = new ConcurrentHashMap<>();
    private final List<Chance> chances = new CopyOnWriteArrayList<>();
    private final Set<Long> changing = ConcurrentHashMap.newKeySet();

    // guarded by this
    private final Map<QualifiedName, SimulatedBinlog> binlogs = new HashMap<>();
    private final Map<QualifiedName, SimulatedTable> tables = new HashMap<>();

    private volatile boolean lostDeletes = true;

    /**
     * Makes a database without tables, which tells the stores about transactions from now on.
     *
     * @param random source of all choices; with one client, the same seed gives the same binlog
     */
    SimulatedDatabase(String namespace, BinlogStores stores, MetaCatalog meta, CaptureClock clock, Random random) {
        this.namespace = namespace;
        this.stores = stores;
        this.meta = meta;
        this.clock = clock;
        this.random = random;
        stores.resolveWith(this);
        meta.relinkWith(this::relink);
    }

    /** Sets whether old images get lost, as BaikalDB loses them, see {@link SimulatedTransaction}. Default: they do. */
    void lostDeletes(boolean lose) {
        lostDeletes = lose;
    }

    /** Sets how long a statement waits for a row, by the system's clock. Default: 10 s. */
    void lockTimeout(Duration timeout) {
        locks.timeout(timeout);
    }

    /** Lets an accident happen to transactions by chance, until the fault is closed; the first of several that applies is the one. */
    Fault accidents(double probability, NodeAccident accident) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability is 0 to 1, but got " + probability);
        }
        Chance chance = new Chance(probability, accident);
        chances.add(chance);
        return new SwitchedFault(() -> chances.remove(chance));
    }

    /** Creates a binlog table; {@code newer} adds the columns by which newer servers filter flashback reads. */
    SimulatedBinlog createBinlog(String name, int partitions, int regionsPerPartition, boolean newer) {
        return createBinlog(namespace, name, partitions, regionsPerPartition, newer);
    }

    /** Creates a binlog table of a namespace. */
    SimulatedBinlog createBinlog(String space, String name, int partitions, int regionsPerPartition, boolean newer) {
        if (partitions < 1 || regionsPerPartition < 1) {
            throw new IllegalArgumentException("Binlog table " + name
                    + " has 1 partition or more, and each 1 region or more, but got " + partitions + " and "
                    + regionsPerPartition);
        }
        return named(
                space,
                name,
                binlogs,
                table -> SimulatedBinlog.create(meta, space, table, partitions, regionsPerPartition, newer));
    }

    /** Creates a table. */
    SimulatedTable createTable(String name, Consumer<TableDefinition> define) {
        return createTable(namespace, name, define);
    }

    /** Creates a table of a namespace. */
    SimulatedTable createTable(String space, String name, Consumer<TableDefinition> define) {
        TableDefinition definition = new TableDefinition();
        define.accept(definition);
        return named(space, name, tables, table -> SimulatedTable.create(meta, space, table, definition, DEFAULT_MARK));
    }

    private synchronized <T> T named(
            String space, String text, Map<QualifiedName, T> known, Function<TableName, T> create) {
        QualifiedName name = new QualifiedName(space, TableName.parse(text));
        if (binlogs.containsKey(name) || tables.containsKey(name)) {
            throw new IllegalArgumentException("There is a table " + name.name() + " already");
        }
        T created = create.apply(name.name());
        known.put(name, created);
        return created;
    }

    /** Links and unlinks as meta servers are asked to. */
    private synchronized LinkRules.Outcome relink(MetaManagerRequest request) {
        SimulatedTable table = tables.get(nameOf(request.getTableInfo()));
        if (table == null) {
            return new LinkRules.Outcome.Refused("table not exist");
        }
        QualifiedName wanted = nameOf(request.getBinlogInfo());
        SimulatedBinlog binlog = binlogs.get(wanted);
        if (binlog == null) {
            return new LinkRules.Outcome.Refused(
                    tables.containsKey(wanted) ? "table is not binlog" : "binlog table not exist");
        }
        return table.relink(binlog, request, changing.contains(table.tableId()));
    }

    private static QualifiedName nameOf(SchemaInfo schema) {
        return new QualifiedName(schema.getNamespaceName(), new TableName(schema.getDatabase(), schema.getTableName()));
    }

    /** Lets a DDL run on a table until the fault is closed. */
    Fault ddlRunning(SimulatedTable table) {
        changing.add(table.tableId());
        return new SwitchedFault(() -> changing.remove(table.tableId()));
    }

    SimulatedTransaction begin(String user, String userIp) {
        return new SimulatedTransaction(this, txnIds.incrementAndGet(), user, userIp);
    }

    Statements statements(long txnId) {
        return new Statements(txnId, locks, lostDeletes);
    }

    TransactionPieces pieces() {
        return new TransactionPieces(stores, random, lostDeletes);
    }

    void release(long txnId) {
        locks.release(txnId);
    }

    /** Makes the commit of a transaction that is complete. Whoever decides it, its rows become visible before its locks go. */
    TransactionFate prepared(TransactionHeader header, List<OpenPiece> pieces, List<RowEdit> edits, WrittenRows rows) {
        TransactionFate fate = new TransactionFate(
                header, stores, clock, pieces, edits, outcome -> decided(header.txnId(), outcome, rows));
        if (!pieces.isEmpty()) {
            undecided.put(header.txnId(), fate);
        }
        return fate;
    }

    private void decided(long txnId, Optional<Committed> outcome, WrittenRows rows) {
        outcome.ifPresent(committed -> {
            history.add(committed, rows);
            if (!committed.pieces().isEmpty()) {
                lastCommitTs.put(txnId, committed.commitTs().value());
            }
        });
        undecided.remove(txnId);
        locks.release(txnId);
    }

    /** Draws what happens to the next commit; null if nothing does. */
    @Nullable
    NodeAccident nextAccident() {
        for (Chance chance : chances) {
            if (random.nextDouble() < chance.probability) {
                return chance.accident;
            }
        }
        return null;
    }

    @Override
    public Outcome outcome(long txnId) {
        TransactionFate fate = undecided.get(txnId);
        if (fate != null) {
            return fate.outcome();
        }
        Long commitTs = lastCommitTs.get(txnId);
        return commitTs == null ? new Outcome.RolledBack() : new Outcome.Committed(commitTs);
    }

    @Override
    public OptionalLong recover(long txnId, long regionId, long startTs, Supplier<OptionalLong> commit) {
        TransactionFate fate = undecided.get(txnId);
        return fate == null ? commit.get() : fate.recover(regionId, startTs, commit);
    }

    /** Returns the transactions that are being committed or whose SQL node died, and that are not decided yet. */
    List<TransactionFate> undecided() {
        return List.copyOf(undecided.values());
    }

    /**
     * Returns the committed transactions that changed linked tables, by their largest commit ts. A transaction is among them once all of its
     * regions have a COMMIT; one that is not decided yet may take a place before others that are here already.
     */
    List<Committed> commits() {
        return history.commits();
    }

    /** Returns the largest commit ts of all of {@link #commits()}. Duplicates of a COMMIT do not count. */
    Optional<CommitTs> lastCommitTs() {
        return history.lastCommitTs();
    }

    /** Returns the committed rows of a table by primary key, as a SELECT shows them by the newest schema. */
    Map<List<@Nullable Object>, List<@Nullable Object>> rows(SimulatedTable table) {
        return history.rows(table);
    }
}
