package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.config.Links.ClusterQuestions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a source only the cluster can tell: the namespace of a binlog table that is known by its id, and the partition of a region.
 *
 * @param region the one region whose partition is read, or empty for all
 */
record SourcePlace(ClusterSettings cluster, Optional<Long> region) {

    private static final Logger LOG = LoggerFactory.getLogger(SourcePlace.class);

    /** What the cluster tells: the namespace, and the partition to read where it is one. */
    record Found(String namespace, Optional<Long> partition) {}

    /** Sets namespace and partitions; asks the cluster only if it has to. */
    void find(BinlogCapturerBuilder builder) throws InterruptedException {
        cluster.namespace().ifPresent(builder::namespace);
        if (cluster.namespace().isPresent() && region.isEmpty()) {
            return;
        }
        try (ClusterQuestions questions = Links.connect(cluster.metaServers())) {
            Found found = ask(questions);
            builder.namespace(found.namespace());
            found.partition().ifPresent(builder::partitions);
        } catch (CapturerClosedException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted while the cluster was asked");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    /** Asks the cluster for what is not said. */
    Found ask(ClusterQuestions questions) {
        List<ClusterTable> binlogTables = binlogTables(questions.tables());
        return new Found(
                cluster.namespace().orElseGet(() -> binlogTables.get(0).namespace()),
                region.map(id -> partition(questions, binlogTables, id)));
    }

    /** Returns the binlog tables that the settings name, the first one first. */
    private List<ClusterTable> binlogTables(List<ClusterTable> all) {
        List<ClusterTable> found = all.stream()
                .filter(ClusterTable::binlog)
                .filter(this::isNamed)
                .sorted((a, b) -> Integer.compare(place(a), place(b)))
                .toList();
        boolean firstFound = !found.isEmpty()
                && (cluster.binlogTableIds().isEmpty()
                        || found.get(0).tableId() == cluster.binlogTableIds().get(0));
        if (!firstFound) {
            List<String> there = all.stream()
                    .filter(ClusterTable::binlog)
                    .map(table -> table.tableId() + " (" + table.name() + " of namespace " + table.namespace() + ")")
                    .toList();
            throw new ConfigurationException("The cluster at " + String.join(",", cluster.metaServers())
                    + " has no binlog table of id " + cluster.binlogTableIds() + "; its binlog tables are "
                    + (there.isEmpty() ? "none" : String.join(", ", there))
                    + ". Give one of these ids as binlogTableID, binlogTableIds in YAML");
        }
        return found;
    }

    private boolean isNamed(ClusterTable table) {
        boolean inNamespace = cluster.namespace().map(table.namespace()::equals).orElse(true);
        boolean open =
                cluster.binlogTableIds().isEmpty() && cluster.binlogTables().isEmpty();
        return inNamespace
                && (open
                        || cluster.binlogTableIds().contains(table.tableId())
                        || cluster.binlogTables().contains(table.name().toString()));
    }

    private int place(ClusterTable table) {
        int at = cluster.binlogTableIds().indexOf(table.tableId());
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    private static long partition(ClusterQuestions questions, List<ClusterTable> tables, long regionId) {
        for (ClusterTable table : tables) {
            for (ClusterRegion each : questions.regions(table)) {
                if (each.region().regionId() == regionId) {
                    warnOfOthers(table, each);
                    return each.region().partition();
                }
            }
        }
        throw new ConfigurationException("None of the binlog tables "
                + tables.stream().map(ClusterTable::name).toList() + " has a region " + regionId
                + ". Give binlogRegionID, binlogRegion in YAML, one of their regions, or leave it out to read all");
    }

    private static void warnOfOthers(ClusterTable table, ClusterRegion read) {
        if (table.partitions() > 1) {
            LOG.warn(
                    "Only partition {} of {} is read, that of region {}, but there are {}; what others hold of a transaction is"
                            + " missing. Take binlogRegionID (binlogRegion in YAML) out to read all as one stream",
                    read.region().partition(),
                    table.name(),
                    read.region().regionId(),
                    table.partitions());
        }
    }
}
