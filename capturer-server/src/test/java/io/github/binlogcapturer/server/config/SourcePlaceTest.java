package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.Region;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourcePlaceTest {

    /** Two namespaces, each with a binlog table of two partitions, whose regions are numbered by table and partition. */
    private static final class Cluster implements Links.ClusterQuestions {

        @Override
        public List<ClusterTable> tables() {
            return List.of(table("A", 1, false), table("A", 11, true), table("B", 2, false), table("B", 12, true));
        }

        private static ClusterTable table(String namespace, long id, boolean binlog) {
            TableName name = new TableName("cdc", "t" + id);
            TableSchema schema = TableSchema.builder(id, name)
                    .column("id", ColumnType.INT64)
                    .primaryKey("id")
                    .build();
            return new ClusterTable(namespace, name, id, binlog, 2, schema, List.of());
        }

        @Override
        public List<ClusterRegion> regions(ClusterTable table) {
            return List.of(region(table, 0), region(table, 1));
        }

        private static ClusterRegion region(ClusterTable table, long partition) {
            Region region = new Region(table.tableId() * 10 + partition, table.name(), table.tableId(), partition);
            return new ClusterRegion(region, "", List.of());
        }

        @Override
        public void close() {}
    }

    private static String found(Optional<String> namespace, List<Long> ids, Optional<Long> region) {
        ClusterSettings settings =
                new ClusterSettings(List.of("127.0.0.1:1"), namespace, List.of("*.*"), List.of(), ids);
        return new SourcePlace(settings, region).ask(new Cluster()).toString();
    }

    @Test
    void shouldFindTheNamespaceOfABinlogTable() {
        assertThat(found(Optional.empty(), List.of(12L), Optional.empty()))
                .isEqualTo("Found[namespace=B, partition=Optional.empty]");
    }

    @Test
    void shouldFindThePartitionOfARegion() {
        assertThat(found(Optional.empty(), List.of(12L), Optional.of(121L)))
                .isEqualTo("Found[namespace=B, partition=Optional[1]]");
        assertThat(found(Optional.of("A"), List.of(), Optional.of(110L)))
                .isEqualTo("Found[namespace=A, partition=Optional[0]]");
    }

    @Test
    void shouldNameTheBinlogTablesThatThereAre() {
        assertThatThrownBy(() -> found(Optional.empty(), List.of(1L), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has no binlog table of id [1]")
                .hasMessageContaining("11 (cdc.t11 of namespace A), 12 (cdc.t12 of namespace B)");
    }

    @Test
    void shouldSayThatThereIsNoSuchRegion() {
        assertThatThrownBy(() -> found(Optional.empty(), List.of(12L), Optional.of(110L)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has a region 110");
    }
}
