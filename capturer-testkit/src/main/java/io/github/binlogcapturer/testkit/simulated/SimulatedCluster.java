package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A BaikalDB cluster that can be written to, and broken: meta servers and stores on ports of 127.0.0.1 that follow the rules of the real
 * ones for everything a capture asks, over real gRPC.
 *
 * <pre>{@code
 * try (SimulatedCluster cluster = SimulatedCluster.builder().stores(3).start()) {
 *     SimulatedBinlog binlog = cluster.createBinlog("shop.bl", 3);
 *     SimulatedTable orders = cluster.createTable("shop.orders", table -> table
 *             .notNull("id", ColumnType.INT64)
 *             .column("state", ColumnType.STRING)
 *             .primaryKey("id")
 *             .linkedTo(binlog, "id"));
 *     cluster.begin().insert(orders, 1L, "new").update(orders, 1L, "paid").commit();
 *     String store = cluster.stores().get(0);
 *     try (Fault down = cluster.faults().storeDown(store)) {
 *         // the capture goes on with the other two
 *     }
 * }
 * }</pre>
 *
 * <p>Meta servers also take requests to link a table to a binlog table and to undo it; statements heed it from then on.
 *
 * <p>What is simpler than in a real cluster: one living peer is majority enough, followers apply at once unless a fault says otherwise,
 * reads have no time limit of 10 s, and a binlog table's regions get their first FAKE when they are created.
 *
 * <p>All methods are thread-safe.
 */
public final class SimulatedCluster implements AutoCloseable {

    private final ClusterSettings settings;
    private final SimulatedServers servers;
    private final SimulatedDatabase database;
    private final SimulatedFaults faults;

    private SimulatedCluster(ClusterSettings settings, long seed) {
        this.settings = settings;
        this.servers = SimulatedServers.start(settings);
        this.database =
                new SimulatedDatabase(settings.namespace(), servers, servers, settings.clock(), new Random(seed));
        this.faults = new SimulatedFaults(servers, database);
    }

    /** Returns a builder of a cluster with three stores and one meta server. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the part that is written to. */
    SimulatedServers servers() {
        return servers;
    }

    /** Returns what SQL nodes share. */
    SimulatedDatabase database() {
        return database;
    }

    /**
     * Creates a binlog table with one region per partition, see {@link #createBinlog(String, int, int)}.
     *
     * @throws IllegalArgumentException if there is such a table already, or there are no partitions
     */
    public SimulatedBinlog createBinlog(String name, int partitions) {
        return createBinlog(name, partitions, 1);
    }

    /**
     * Creates a binlog table with its regions. Link tables to it when you create them.
     *
     * @param name as {@code database.table}
     * @throws IllegalArgumentException if there is such a table already, or there are no partitions or regions
     */
    public SimulatedBinlog createBinlog(String name, int partitions, int regionsPerPartition) {
        return database.createBinlog(name, partitions, regionsPerPartition, true);
    }

    /**
     * Creates a binlog table of the older shape, by which servers cannot filter flashback reads by tables and signs.
     *
     * @throws IllegalArgumentException if there is such a table already
     */
    public SimulatedBinlog createOldBinlog(String name, int partitions) {
        return database.createBinlog(name, partitions, 1, false);
    }

    /**
     * Creates a user table.
     *
     * @param name as {@code database.table}
     * @param define says which columns, keys and links it has
     * @throws IllegalArgumentException if there is such a table already, or the definition does not fit together
     */
    public SimulatedTable createTable(String name, Consumer<TableDefinition> define) {
        return database.createTable(name, define);
    }

    /**
     * Creates a user table in another namespace, beside those of the cluster's own one.
     *
     * @throws IllegalArgumentException if the namespace has such a table already, or the definition does not fit together
     */
    public SimulatedTable createTableIn(String namespace, String name, Consumer<TableDefinition> define) {
        return database.createTable(namespace, name, define);
    }

    /**
     * Creates a binlog table in another namespace, with one region per partition.
     *
     * @throws IllegalArgumentException if the namespace has such a table already, or there are no partitions
     */
    public SimulatedBinlog createBinlogIn(String namespace, String name, int partitions) {
        return database.createBinlog(namespace, name, partitions, 1, true);
    }

    /** Begins a transaction, as user {@code root} from 127.0.0.1. It belongs to one thread; any number may run at once. */
    public SimulatedTransaction begin() {
        return begin("root", "127.0.0.1");
    }

    /** Begins a transaction of a user. */
    public SimulatedTransaction begin(String user, String userIp) {
        return database.begin(user, userIp);
    }

    /**
     * Returns what was truly committed to linked tables, by largest commit ts. A transaction is among them once each of its regions has a
     * COMMIT; one that is not decided yet may take a place before others that are here already.
     */
    public List<Committed> commits() {
        return database.commits();
    }

    /** Returns the largest commit ts of {@link #commits}, or empty where nothing was committed. */
    public Optional<CommitTs> lastCommitTs() {
        return database.lastCommitTs();
    }

    /** Returns how many transactions wait to be decided, since their SQL node has died. */
    public int undecided() {
        return database.undecided().size();
    }

    /** Returns the committed rows of a table by primary key, as a SELECT shows them now. */
    public Map<List<@Nullable Object>, List<@Nullable Object>> rows(SimulatedTable table) {
        return database.rows(table);
    }

    /**
     * Returns the addresses of the meta servers, as {@code 127.0.0.1:port}. The last one that is up leads schemas and regions, the first
     * one that is up leads the oracle.
     */
    public List<String> metaServers() {
        return servers.metaAddresses();
    }

    /** Returns the addresses of all stores, as {@code 127.0.0.1:port}, those that are down too. */
    public List<String> stores() {
        return servers.storeAddresses();
    }

    /** Returns the namespace of all tables that were created without naming another one. */
    public String namespace() {
        return settings.namespace();
    }

    /**
     * Returns the ids of a binlog table's regions in ascending order, by partition if each has one.
     *
     * @param binlogTable its name as {@code database.table}
     * @throws IllegalArgumentException if there is no such table
     */
    public List<Long> regions(String binlogTable) {
        return servers.regionsOf(table(binlogTable).getTableId())
                .map(RegionGroup::regionId)
                .toList();
    }

    /**
     * Returns the addresses of the stores with a peer of a region.
     *
     * @throws IllegalArgumentException if there is no such region
     */
    public List<String> peers(long regionId) {
        return servers.region(regionId).addresses();
    }

    /**
     * Returns the address of the store that leads a region, or {@code 0.0.0.0:0} if nobody does.
     *
     * @throws IllegalArgumentException if there is no such region
     */
    public String leader(long regionId) {
        return servers.region(regionId).leader();
    }

    /** Returns the largest ts that the oracle has given out: a capture that has passed it has seen all that was committed so far. */
    public CommitTs lastTs() {
        return CommitTs.of(servers.oracle().last());
    }

    /** Returns the faults of this cluster, to switch on. */
    public SimulatedFaults faults() {
        return faults;
    }

    /** Returns what went over the wire so far. */
    public SimulatedTraffic traffic() {
        return servers.traffic();
    }

    /** Gives each region a FAKE now, with a ts above all earlier ones. Regions without a leader get none, nor does any while the oracle is down. */
    public void heartbeat() {
        servers.heartbeat();
    }

    /**
     * Adds a region to a partition of a binlog table. Meta names it at once; its peers fail reads until the next heartbeat; SQL nodes write
     * to it after that and after {@link Builder#joinDelay}.
     *
     * @param binlogTable its name as {@code database.table}
     * @return the region's id
     * @throws IllegalArgumentException if there is no such table or partition
     */
    public long addRegion(String binlogTable, long partition) {
        return servers.addRegion(table(binlogTable), partition);
    }

    /**
     * Removes a region: meta and stores forget it, with all it holds.
     *
     * @throws IllegalArgumentException if there is no such region
     * @throws IllegalStateException if a prewrite waits there for its commit
     */
    public void dropRegion(long regionId) {
        servers.dropRegion(regionId);
    }

    private SchemaInfo table(String fullName) {
        int dot = fullName.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("A table is named as database.table, but got " + fullName);
        }
        return servers.metas().schema(settings.namespace(), fullName.substring(0, dot), fullName.substring(dot + 1));
    }

    /**
     * Ends all servers: open calls fail, the ports are free afterwards. Further calls do nothing. If the thread is interrupted meanwhile,
     * the method returns early, with the interrupt flag set.
     *
     * @throws IllegalStateException if a server has not ended after 5 s, or if the cluster's periodic work has failed
     */
    @Override
    public void close() {
        servers.close();
    }

    /** Describes the cluster to start. Not thread-safe; may start several clusters, one after another. */
    public static final class Builder {

        private static final int MOST_SERVERS = 100;

        private String namespace = "SIMULATED";
        private int stores = 3;
        private int metaServers = 1;
        private Duration heartbeats = Duration.ofSeconds(1);
        private Duration recoveryInterval = Duration.ofSeconds(10);
        private Duration recoveryAge = Duration.ofSeconds(10);
        private Duration electionDelay = Duration.ofSeconds(1);
        private Duration metaLag = Duration.ofSeconds(2);
        private Duration joinDelay = Duration.ofSeconds(2);
        private Duration regionsAppearAfter = Duration.ZERO;
        private long maxResponseBytes = 100L << 20;
        private boolean filterRegionsByTableId;
        private boolean lostDeletes = true;
        private long seed = 1;
        private CaptureClock clock = CaptureClock.system();

        private Builder() {}

        /** Sets the namespace of all tables. Default {@code SIMULATED}. */
        public Builder namespace(String name) {
            namespace = name;
            return this;
        }

        /** Sets how many stores there are. Each region has a peer on up to three of them. Default 3, at least 1, at most 100. */
        public Builder stores(int count) {
            stores = checkedCount("stores", count);
            return this;
        }

        /** Sets how many meta servers there are. Default 1, at least 1, at most 100. */
        public Builder metaServers(int count) {
            metaServers = checkedCount("metaServers", count);
            return this;
        }

        /** Sets how often each region gets a FAKE; zero for {@link SimulatedCluster#heartbeat} alone. Default 1 s. */
        public Builder heartbeats(Duration period) {
            heartbeats = checked("heartbeats", period);
            return this;
        }

        /** Sets how often leaders look for prewrites that have waited too long. Default 10 s. */
        public Builder recoveryInterval(Duration interval) {
            recoveryInterval = checked("recoveryInterval", interval);
            return this;
        }

        /** Sets how long a prewrite waits for its commit before its region asks what became of the transaction. Default 10 s. */
        public Builder recoveryAge(Duration age) {
            recoveryAge = checked("recoveryAge", age);
            return this;
        }

        /** Sets how long a region has no leader after its store has gone. Default 1 s; a real one takes about 5 s. */
        public Builder electionDelay(Duration delay) {
            electionDelay = checked("electionDelay", delay);
            return this;
        }

        /** Sets how long after an election meta still names the old leader. Default 2 s; a real one takes up to 7 s. */
        public Builder metaLag(Duration lag) {
            metaLag = checked("metaLag", lag);
            return this;
        }

        /** Sets how long after {@link SimulatedCluster#addRegion} SQL nodes begin to write to the region. Default 2 s. */
        public Builder joinDelay(Duration delay) {
            joinDelay = checked("joinDelay", delay);
            return this;
        }

        /** Sets how long after the creation of a binlog table meta begins to name its regions. Default zero. */
        public Builder regionsAppearAfter(Duration delay) {
            regionsAppearAfter = checked("regionsAppearAfter", delay);
            return this;
        }

        /** Sets the limit below which the bytes of the transactions of one answer stay. Default 100 MiB, at least 1. */
        public Builder maxResponseBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxResponseBytes has to be 1 or more, but is " + bytes);
            }
            maxResponseBytes = bytes;
            return this;
        }

        /** Makes QUERY_REGION heed a {@code table_id}, as newer servers do. By default it names all regions, as v2.2.1 does. */
        public Builder filterRegionsByTableId(boolean filter) {
            filterRegionsByTableId = filter;
            return this;
        }

        /**
         * Sets whether the old image of a row that moves to another partition is lost, as BaikalDB loses it (sections 7.6 and 15.4).
         * Default: it is.
         */
        public Builder lostDeletes(boolean lose) {
            lostDeletes = lose;
            return this;
        }

        /** Sets the seed of all choices of SQL nodes: regions, order of rows in a mutation, accidents. Default 1. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets the clock that drives the oracle and all that happens by itself. Default: the system's. */
        public Builder clock(CaptureClock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Starts the servers. There is no table yet.
         *
         * @throws java.io.UncheckedIOException if no port can be had
         */
        public SimulatedCluster start() {
            ClusterSettings settings = new ClusterSettings(
                    namespace,
                    stores,
                    metaServers,
                    heartbeats.toNanos(),
                    recoveryInterval.toNanos(),
                    recoveryAge.toNanos(),
                    electionDelay.toNanos(),
                    metaLag.toNanos(),
                    joinDelay.toNanos(),
                    regionsAppearAfter.toNanos(),
                    maxResponseBytes,
                    filterRegionsByTableId,
                    clock);
            SimulatedCluster cluster = new SimulatedCluster(settings, seed);
            cluster.database.lostDeletes(lostDeletes);
            return cluster;
        }

        private static Duration checked(String name, Duration duration) {
            if (duration.isNegative() || (duration.compareTo(Duration.ofDays(1)) > 0)) {
                throw new IllegalArgumentException(name + " has to be 0 to 1 day, but is " + duration);
            }
            return duration;
        }

        private static int checkedCount(String name, int count) {
            if ((count < 1) || (count > MOST_SERVERS)) {
                throw new IllegalArgumentException(name + " has to be 1 to " + MOST_SERVERS + ", but is " + count);
            }
            return count;
        }
    }
}
