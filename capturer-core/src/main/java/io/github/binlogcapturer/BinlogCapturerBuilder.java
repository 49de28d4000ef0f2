package io.github.binlogcapturer;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.filter.ColumnRules;
import io.github.binlogcapturer.internal.filter.FilterChain;
import io.github.binlogcapturer.internal.metrics.GuardedMetrics;
import io.github.binlogcapturer.internal.pipeline.CapturerAssembly;
import io.github.binlogcapturer.internal.pipeline.CapturerConfig;
import io.github.binlogcapturer.internal.source.BaikalSource;
import io.github.binlogcapturer.internal.source.SourceConfig;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.EventLog;
import io.github.binlogcapturer.spi.TransactionFilter;
import io.github.binlogcapturer.spi.TransactionTransformer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link BinlogCapturer}. Needed are {@link #metaServers}, {@link #namespace} and {@link #tables}, or a {@link #log}; everything
 * else has a default that fits production. Each setter checks its own value at once ({@link IllegalArgumentException}), {@link #build} checks
 * what has to fit together. Not thread-safe; may be used again after a build.
 */
public final class BinlogCapturerBuilder {

    private static final long MIB = 1024L * 1024;

    private String capture = "default";
    private List<String> metaServers = List.of();
    private String namespace = "";
    private @Nullable TableFilter tables;
    private List<TableName> binlogTables = List.of();
    private List<Long> binlogTableIds = List.of();
    private Set<Long> partitions = Set.of();
    private @Nullable TableName loopbackMark;
    private ZoneId zone = TableSchema.DEFAULT_ZONE;
    private AbsentColumns absentColumns = AbsentColumns.AS_NULL;
    private @Nullable StartPosition start;
    private List<String> subscribers = List.of(BinlogCapturer.DEFAULT_SUBSCRIBER);
    private @Nullable CheckpointStore checkpoints;
    private Set<CommitTs> skipped = Set.of();
    private final List<ColumnRules.Rule> columns = new ArrayList<>();
    private final List<ColumnRules.Rule> excludedColumns = new ArrayList<>();
    private final List<ColumnRules.Rule> monitoredColumns = new ArrayList<>();
    private final List<TransactionFilter> filters = new ArrayList<>();
    private final List<TransactionTransformer> transformers = new ArrayList<>();
    private final List<CapturerListener> listeners = new ArrayList<>();
    private long memoryBytes = 256 * MIB;
    private long batchBytes = 8 * MIB;
    private int readRows = 1000;
    private Duration pollInterval = Duration.ofMillis(100);
    private Duration readTimeout = Duration.ofSeconds(30);
    private Duration metaTimeout = Duration.ofSeconds(5);
    private Duration regionsTimeout = Duration.ofSeconds(60);
    private Duration checkpointInterval = Duration.ofSeconds(3);
    private Duration refreshInterval = Duration.ofSeconds(10);
    private Duration heartbeatInterval = Duration.ZERO;
    private Duration closeTimeout = Duration.ofSeconds(10);
    private Duration hedgeAfter = Duration.ofSeconds(2);
    private Duration stallAfter = Duration.ofSeconds(10);
    private Duration retentionWarning = Duration.ofHours(1);
    private int duplicateWindow = 1 << 15;
    private @Nullable Flashback flashback;
    private CaptureMetrics metrics = CaptureMetrics.none();
    private ThreadFactory threads = SettingChecks::daemonThread;
    private CaptureClock clock = CaptureClock.system();
    private @Nullable BinlogSource source;
    private @Nullable EventLog log;

    BinlogCapturerBuilder() {}

    /** Sets the capture's name, {@code default} by default; it stands in the checkpoint, in thread names and logs. */
    public BinlogCapturerBuilder name(String value) {
        this.capture = SettingChecks.requireText("name", value);
        return this;
    }

    /** Sets the addresses of meta servers, {@code host:port} each; one suffices, all make it independent of any one. */
    public BinlogCapturerBuilder metaServers(String... addresses) {
        return metaServers(Arrays.asList(addresses));
    }

    /** Sets the addresses of meta servers, see {@link #metaServers(String...)}. */
    public BinlogCapturerBuilder metaServers(List<String> addresses) {
        addresses.forEach(SettingChecks::requireAddress);
        this.metaServers = List.copyOf(addresses);
        return this;
    }

    /** Sets the namespace of all tables. */
    public BinlogCapturerBuilder namespace(String value) {
        this.namespace = SettingChecks.requireText("namespace", value);
        return this;
    }

    /** Sets the tables to capture by the rules of {@link TableFilter#of}, such as {@code "shop.*", "!shop.tmp_*"}. */
    public BinlogCapturerBuilder tables(String... rules) {
        return tables(TableFilter.of(rules));
    }

    /** Sets the tables to capture. */
    public BinlogCapturerBuilder tables(TableFilter filter) {
        this.tables = Objects.requireNonNull(filter, "tables");
        return this;
    }

    /**
     * Names the binlog tables to read, as {@code database.table}. By default the one is found that all captured tables are linked to;
     * several of one cluster are merged into one stream.
     */
    public BinlogCapturerBuilder binlogTables(String... names) {
        this.binlogTables = Arrays.stream(names).map(TableName::parse).toList();
        return this;
    }

    /** Names the binlog tables to read by their table ids, see {@link #binlogTables}. */
    public BinlogCapturerBuilder binlogTableIds(Long... ids) {
        this.binlogTableIds = List.of(ids);
        return this;
    }

    /**
     * Restricts reading to some partitions of the binlog tables. What other partitions hold of a transaction is missing then.
     */
    public BinlogCapturerBuilder partitions(Long... numbers) {
        if (Arrays.stream(numbers).anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("partitions are numbered from 0, but got " + Arrays.asList(numbers));
        }
        this.partitions = new HashSet<>(Arrays.asList(numbers));
        return this;
    }

    /**
     * Delivers only some columns of a table. Key columns stay. An UPDATE that changes none of them is dropped, unless
     * {@link #monitoredColumns} says otherwise.
     *
     * @param tableRule one rule of {@link TableFilter#of}
     */
    public BinlogCapturerBuilder columns(String tableRule, String... names) {
        columns.add(columnRule("columns", tableRule, names));
        return this;
    }

    /** Delivers all columns of a table but some, see {@link #columns}. */
    public BinlogCapturerBuilder excludedColumns(String tableRule, String... names) {
        excludedColumns.add(columnRule("excludedColumns", tableRule, names));
        return this;
    }

    /** Drops an UPDATE of a table that changes none of some columns. They need not be among the delivered ones. */
    public BinlogCapturerBuilder monitoredColumns(String tableRule, String... names) {
        monitoredColumns.add(columnRule("monitoredColumns", tableRule, names));
        return this;
    }

    /**
     * Drops transactions that were replicated in from elsewhere: those that insert into a mark table.
     *
     * @param table the mark table as {@code database.table}; tables whose name begins so count too, as BaikalDB has it
     */
    public BinlogCapturerBuilder loopbackMark(String table) {
        this.loopbackMark = TableName.parse(table);
        return this;
    }

    /**
     * Leaves out some transactions, all pieces of them, before they are decoded: the way past one that cannot be decoded, or that a target
     * refuses for good. They count and move the checkpoint as filtered ones do; each is logged as a WARN. Replaces what was set before.
     *
     * <p>A transaction is named by its own commit ts or by that of any of its pieces, so what an error names is right in any case. Of an
     * entry that is too broken to tell which transaction it belongs to, only that piece is left out.
     *
     * @param commitTs a commit ts of each, as errors name it; all transactions of one of these are left out
     */
    public BinlogCapturerBuilder skipTransactions(CommitTs... commitTs) {
        this.skipped = Set.copyOf(Arrays.asList(commitTs));
        return this;
    }

    /** Adds a filter behind those added before. */
    public BinlogCapturerBuilder filter(TransactionFilter filter) {
        filters.add(Objects.requireNonNull(filter, "filter"));
        return this;
    }

    /** Adds a transformer behind those added before; all filters come first. */
    public BinlogCapturerBuilder transform(TransactionTransformer transformer) {
        transformers.add(Objects.requireNonNull(transformer, "transformer"));
        return this;
    }

    /**
     * Sets where reading begins; by default at the checkpoint, and without one at the latest transaction of a cluster, at the beginning of
     * a log.
     */
    public BinlogCapturerBuilder startFrom(StartPosition position) {
        this.start = Objects.requireNonNull(position, "position");
        return this;
    }

    /** Names the subscribers. Each has a position of its own and gets every event; {@code default} alone by default. */
    public BinlogCapturerBuilder subscribers(String... names) {
        if (names.length == 0 || new HashSet<>(Arrays.asList(names)).size() < names.length) {
            throw new IllegalArgumentException(
                    "Subscribers need at least one name, each once, but got " + Arrays.asList(names));
        }
        this.subscribers = Arrays.stream(names)
                .map(name -> SettingChecks.requireText("subscribers", name))
                .toList();
        return this;
    }

    /** Sets where positions are kept; by default in memory, which forgets them at the end of the process, as the log then says. */
    public BinlogCapturerBuilder checkpoints(CheckpointStore store) {
        this.checkpoints = Objects.requireNonNull(store, "store");
        return this;
    }

    /** Sets how often positions are saved if they moved, 3 s by default. They are saved on close in any case. */
    public BinlogCapturerBuilder checkpointInterval(Duration interval) {
        this.checkpointInterval = SettingChecks.requirePositive("checkpointInterval", interval);
        return this;
    }

    /** Sets how often schemas and regions are asked for, 10 s by default. They are also asked for when an entry needs it. */
    public BinlogCapturerBuilder refreshInterval(Duration interval) {
        this.refreshInterval = SettingChecks.requirePositive("refreshInterval", interval);
        return this;
    }

    /** Has a {@code Heartbeat} delivered about every so often in the stream's time; none by default. */
    public BinlogCapturerBuilder heartbeats(Duration interval) {
        this.heartbeatInterval = SettingChecks.requirePositive("heartbeats", interval);
        return this;
    }

    /** Sets the zone in which TIMESTAMP columns are rendered; UTC+8 by default, as BaikalDB 4.1 has it. */
    public BinlogCapturerBuilder timestampZone(ZoneId value) {
        this.zone = Objects.requireNonNull(value, "zone");
        return this;
    }

    /** Sets what a column is whose field an image lacks; NULL by default. */
    public BinlogCapturerBuilder absentColumns(AbsentColumns value) {
        this.absentColumns = Objects.requireNonNull(value, "absentColumns");
        return this;
    }

    /**
     * Bounds the memory for binlog entries, 256 MiB by default: half of it for what waits to be acknowledged, half for what
     * waits to be merged. A single transaction may use all of it; a larger one ends the capture with an error that names its size. At
     * least 4 MiB.
     */
    public BinlogCapturerBuilder memoryLimit(long bytes) {
        SettingChecks.requireAtLeast("memoryLimit", 4 * MIB, bytes);
        this.memoryBytes = bytes;
        return this;
    }

    /** Sets at how many bytes a batch is closed, 8 MiB by default. */
    public BinlogCapturerBuilder maxBatchBytes(long bytes) {
        SettingChecks.requireAtLeast("maxBatchBytes", 1, bytes);
        this.batchBytes = bytes;
        return this;
    }

    /** Sets how many rows a read asks a region for at first, 1000 by default; it adapts to the size and time of answers. */
    public BinlogCapturerBuilder readRows(int rows) {
        SettingChecks.requireAtLeast("readRows", 1, rows);
        this.readRows = rows;
        return this;
    }

    /** Sets how long to pause after a region had nothing new, 100 ms by default. */
    public BinlogCapturerBuilder pollInterval(Duration interval) {
        this.pollInterval = SettingChecks.requirePositive("pollInterval", interval);
        return this;
    }

    /** Sets how long a read of a region may take before another peer is asked for less, 30 s by default. */
    public BinlogCapturerBuilder readTimeout(Duration timeout) {
        this.readTimeout = SettingChecks.requirePositive("readTimeout", timeout);
        return this;
    }

    /** Sets how long a call to a meta server may take before another one is asked, 5 s by default. */
    public BinlogCapturerBuilder metaTimeout(Duration timeout) {
        this.metaTimeout = SettingChecks.requirePositive("metaTimeout", timeout);
        return this;
    }

    /**
     * Sets how long the start waits for the regions of a binlog table to be complete, 60 s by default; right after its creation some are
     * missing for a moment.
     */
    public BinlogCapturerBuilder regionsTimeout(Duration timeout) {
        this.regionsTimeout = SettingChecks.requirePositive("regionsTimeout", timeout);
        return this;
    }

    /** Sets how long {@link BinlogCapturer#close} may take, 10 s by default. */
    public BinlogCapturerBuilder closeTimeout(Duration timeout) {
        this.closeTimeout = SettingChecks.requirePositive("closeTimeout", timeout);
        return this;
    }

    /**
     * Sets how long one peer of a region is waited for before another is asked too, 2 s by default: where a read has no answer, and
     * where a peer has nothing new while the other regions are so far ahead.
     */
    public BinlogCapturerBuilder hedgeAfter(Duration delay) {
        this.hedgeAfter = SettingChecks.requirePositive("hedgeAfter", delay);
        return this;
    }

    /**
     * Sets for how long a region may show nothing new before listeners and the log are told why, 10 s by default. Regions show something
     * about every second, also where nobody writes.
     */
    public BinlogCapturerBuilder reportStallsAfter(Duration time) {
        this.stallAfter = SettingChecks.requirePositive("reportStallsAfter", time);
        return this;
    }

    /**
     * Sets below which headroom listeners and the log are warned that a position may expire, 1 h by default: the time between the position
     * that is still needed and what the stores have dropped.
     */
    public BinlogCapturerBuilder retentionWarning(Duration headroom) {
        this.retentionWarning = SettingChecks.requirePositive("retentionWarning", headroom);
        return this;
    }

    /**
     * Sets how many transactions of each region are remembered, 32,768 by default, to notice one that is logged twice: a commit that the
     * database recovers while the original one arrives late. Each takes 16 bytes; up to 32 in a region where more than a hundred transactions
     * overlap, between prewrite and commit, with one.
     */
    public BinlogCapturerBuilder duplicateWindow(int transactions) {
        SettingChecks.requireAtLeast("duplicateWindow", 1, transactions);
        this.duplicateWindow = transactions;
        return this;
    }

    /** Captures only the transactions that meet some conditions, for looking back at who changed what; by default all. */
    public BinlogCapturerBuilder flashback(Flashback conditions) {
        this.flashback = Objects.requireNonNull(conditions, "conditions");
        return this;
    }

    /** Sets who takes what the capturer measures; nobody by default. */
    public BinlogCapturerBuilder metrics(CaptureMetrics value) {
        this.metrics = GuardedMetrics.of(Objects.requireNonNull(value, "metrics"));
        return this;
    }

    /** Adds a listener. */
    public BinlogCapturerBuilder listener(CapturerListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Sets who makes the capturer's threads, one per region and a handful more; daemon threads by default. Virtual ones work too. */
    public BinlogCapturerBuilder threadFactory(ThreadFactory factory) {
        this.threads = Objects.requireNonNull(factory, "threadFactory");
        return this;
    }

    /** Sets the clock, the system's by default. */
    public BinlogCapturerBuilder clock(CaptureClock value) {
        this.clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /** Reads from another source than a BaikalDB cluster; then the settings of the cluster are not needed. */
    public BinlogCapturerBuilder source(BinlogSource value) {
        this.source = Objects.requireNonNull(value, "source");
        return this;
    }

    /**
     * Reads a log of events that was recorded earlier, instead of a cluster. Its transactions pass the tables, filters, columns and
     * transformers of this builder and take the same way to streams and sinks; without {@link #tables} all are delivered. Column rules
     * are not checked beforehand, since a log shows its tables only as they come.
     *
     * <p>At the log's end, once every subscriber has asked for events and acknowledged all of them, and every sink is closed, however long
     * that takes, the capturer closes itself: its state is then {@link CapturerState#STOPPED}, which {@link BinlogCapturer#awaitEnd} waits for, and its streams throw {@code
     * CapturerClosedException}. A damaged log makes it fail with a {@code DataException}, once everything in front of the damage is
     * acknowledged. By default it starts from the checkpoint, else from the log's beginning.
     *
     * <p>What tells where and how a cluster is read is refused by {@link #build}. What says how often and how patiently it is read has no
     * effect.
     *
     * @param value of one capturer only, which closes it
     */
    public BinlogCapturerBuilder log(EventLog value) {
        this.log = Objects.requireNonNull(value, "log");
        return this;
    }

    /**
     * Builds a capturer. Nothing runs and nothing is connected before it is started.
     *
     * @throws ConfigurationException if settings are missing or do not fit together; names all of them
     */
    public BinlogCapturer build() {
        CapturerConfig.Input input = input();
        CapturerConfig config = new CapturerConfig(
                capture,
                input,
                new FilterChain(
                        flashback, new ColumnRules(columns, excludedColumns, monitoredColumns), filters, transformers),
                skipped,
                absentColumns,
                startOf(input),
                subscribers,
                SettingChecks.storeOr(checkpoints, capture),
                new CapturerConfig.Limits(memoryBytes / 2, memoryBytes / 2, batchBytes, duplicateWindow),
                new CapturerConfig.Timing(
                        checkpointInterval,
                        refreshInterval,
                        heartbeatInterval,
                        closeTimeout,
                        stallAfter,
                        retentionWarning),
                listeners,
                metrics,
                threads,
                clock);
        return CapturerAssembly.assemble(config);
    }

    private CapturerConfig.Input input() {
        EventLog events = log;
        BinlogSource from = source;
        if (events == null) {
            return new CapturerConfig.Cluster(from != null ? from : new BaikalSource(sourceConfig()));
        }
        Map<String, Boolean> ofCluster = new LinkedHashMap<>();
        ofCluster.put("metaServers", !metaServers.isEmpty());
        ofCluster.put("namespace", !namespace.isEmpty());
        ofCluster.put("binlogTables", !binlogTables.isEmpty());
        ofCluster.put("binlogTableIds", !binlogTableIds.isEmpty());
        ofCluster.put("partitions", !partitions.isEmpty());
        ofCluster.put("loopbackMark", loopbackMark != null);
        ofCluster.put("source", from != null);
        SettingChecks.requireLogFits(ofCluster, start);
        return new CapturerConfig.Log(events, tables);
    }

    private StartPosition startOf(CapturerConfig.Input input) {
        StartPosition wanted = start;
        if (wanted != null) {
            return wanted;
        }
        return StartPosition.checkpointOr(
                input instanceof CapturerConfig.Log ? StartPosition.earliest() : StartPosition.latest());
    }

    private SourceConfig sourceConfig() {
        TableFilter wanted = SettingChecks.requireCluster(metaServers, namespace, tables);
        return new SourceConfig(
                metaServers,
                namespace,
                wanted,
                binlogTables,
                binlogTableIds,
                partitions,
                loopbackMark,
                zone,
                metaTimeout,
                regionsTimeout,
                flashback,
                new SourceConfig.Reading(readTimeout, hedgeAfter, readRows, memoryBytes / 4, memoryBytes, pollInterval),
                metrics,
                clock);
    }

    private static ColumnRules.Rule columnRule(String setting, String tableRule, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException(setting + " needs at least one column for " + tableRule);
        }
        return ColumnRules.Rule.of(tableRule, Arrays.asList(names));
    }
}
