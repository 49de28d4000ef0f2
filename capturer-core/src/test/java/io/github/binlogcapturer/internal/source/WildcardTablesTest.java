package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.protocol.WireCodes.Query;
import io.github.binlogcapturer.spi.SourceSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.testing.Wire.binlogTable;
import static io.github.binlogcapturer.internal.testing.Wire.region;
import static io.github.binlogcapturer.internal.testing.Wire.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WildcardTablesTest {

    private final FakeMeta meta = FakeMeta.start();
    private final TestConfig config = new TestConfig(meta.address());

    @BeforeEach
    void addTables() {
        config.tables = TableFilter.of("shop.*");
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(table(2, "shop", "unlinked"));
        meta.schemas.add(table(3, "else", "orders", 31));
        meta.schemas.add(binlogTable(30, "shop", "bl", 1));
        meta.schemas.add(binlogTable(31, "else", "bl", 1));
        meta.regions.add(region(300, 30, 0, "127.0.0.1:1"));
        meta.regions.add(region(310, 31, 0, "127.0.0.1:1"));
    }

    @AfterEach
    void close() {
        meta.close();
    }

    private SourceSnapshot snapshot() throws InterruptedException {
        try (BaikalSource source = new BaikalSource(config.build())) {
            return source.snapshot();
        }
    }

    @Test
    void shouldCaptureLinkedTablesOfDatabase() throws Exception {
        assertThat(snapshot().tables()).containsOnlyKeys(1L);
        assertThat(meta.heartbeats).singleElement().satisfies(request -> {
            assertThat(request.getHeartbeatTables(0).getDatabase()).isEqualTo("shop");
            assertThat(request.getHeartbeatTables(0).getTableName()).isEqualTo("*");
        });
    }

    @Test
    void shouldLookThroughAllTablesWhereDatabaseIsPattern() throws Exception {
        config.tables = TableFilter.of("sh*.ord*");

        assertThat(snapshot().tables()).containsOnlyKeys(1L);
        assertThat(meta.heartbeats).isEmpty();
        assertThat(meta.queries).anyMatch(request -> request.getOpType() == Query.SCHEMA && !request.hasDatabase());
    }

    @Test
    void shouldSkipTablesLinkedElsewhereThanGiven() throws Exception {
        config.tables = TableFilter.of("*.*");
        config.binlogTables.add(new TableName("else", "bl"));

        assertThat(snapshot().tables()).containsOnlyKeys(3L);
    }

    @Test
    void shouldRefuseWhereNothingMatches() {
        config.tables = TableFilter.of("nowhere.*");

        assertThatThrownBy(this::snapshot)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tables [nowhere.*] matches no table");
    }

    @Test
    void shouldRefuseWhereAllThatMatchesIsUnlinked() {
        config.tables = TableFilter.of("shop.un*");

        assertThatThrownBy(this::snapshot)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shop.unlinked")
                .hasMessageContaining("link_binlog");
    }
}
