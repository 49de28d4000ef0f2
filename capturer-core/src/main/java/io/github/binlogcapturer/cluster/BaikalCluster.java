package io.github.binlogcapturer.cluster;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.source.BaikalSource;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * A BaikalDB cluster, for tools that look at it or link tables to binlog tables. Everything is asked fresh. Thread-safe.
 *
 * <pre>{@code
 * try (BaikalCluster cluster = BaikalCluster.connect(List.of("10.0.0.1:8010"))) {
 *     cluster.tables().stream().filter(ClusterTable::binlog).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>All methods that ask block, for at most a few times the timeout. They throw
 * {@link io.github.binlogcapturer.error.RetriableException} if the meta servers cannot be asked now, with each address and why, and
 * {@link io.github.binlogcapturer.error.CapturerClosedException} once this is closed, or if the thread is interrupted (then with the
 * interrupt flag set).
 */
public interface BaikalCluster extends AutoCloseable {

    /** How long one server may take to answer, unless said otherwise. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Makes a cluster of its meta servers. Nothing is connected before something is asked.
     *
     * @param metaServers {@code host:port} each; one suffices, all make it independent of any one
     * @throws io.github.binlogcapturer.error.ConfigurationException if there is none, or one is not {@code host:port}
     */
    static BaikalCluster connect(List<String> metaServers) {
        return connect(metaServers, DEFAULT_TIMEOUT);
    }

    /**
     * Makes a cluster like {@link #connect(List)}.
     *
     * @param timeout how long one server may take to answer, at least 1 ms
     */
    static BaikalCluster connect(List<String> metaServers, Duration timeout) {
        return connect(metaServers, timeout, TableSchema.DEFAULT_ZONE);
    }

    /**
     * Makes a cluster like {@link #connect(List, Duration)}.
     *
     * @param zone the zone of TIMESTAMP texts in the schemas that it tells
     */
    static BaikalCluster connect(List<String> metaServers, Duration timeout, ZoneId zone) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout has to be 1 ms or more, but is " + timeout);
        }
        return BaikalSource.cluster(metaServers, timeout, zone);
    }

    /**
     * Returns all tables of all namespaces, by namespace, database and name. A table whose schema this version cannot read, and that could
     * not be captured either, is left out and logged as a WARN.
     */
    List<ClusterTable> tables();

    /**
     * Returns the regions of all partitions of a binlog table, by partition and id, with what each of their peers says. A store that
     * cannot be asked is a {@link io.github.binlogcapturer.spi.PeerReport.Silent}. Right after CREATE TABLE regions may be missing.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if it is not a binlog table
     */
    List<ClusterRegion> regions(ClusterTable binlogTable);

    /** Returns the current timestamp of the cluster's oracle. */
    CommitTs now();

    /**
     * Has the changes of a table logged in a binlog table. It takes effect a moment later, once all SQL nodes know of it. Rows that are
     * there already are not logged.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if the cluster refuses; says why, and what to do
     */
    void link(LinkRequest request);

    /**
     * Has the changes of a table no longer logged in a binlog table. What is logged stays there as long as the binlog table keeps it. Field
     * and partitions of the request do not matter.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if the cluster refuses; says why, and what to do
     */
    void unlink(LinkRequest request);

    /** Asks each meta server by itself how it is; all at once, in the order they were given. Does not throw where none answers. */
    List<MetaServerReport> metaServers();

    /** Ends calls under way and closes all connections. Idempotent. */
    @Override
    void close();
}
