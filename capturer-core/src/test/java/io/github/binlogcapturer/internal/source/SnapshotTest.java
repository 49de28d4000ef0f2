package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.protocol.WireCodes.Query;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.testing.Wire.binlogTable;
import static io.github.binlogcapturer.internal.testing.Wire.region;
import static io.github.binlogcapturer.internal.testing.Wire.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotTest {

    private static final TableName BINLOG = new TableName("shop", "bl");

    private final FakeMeta meta = FakeMeta.start();
    private final TestConfig config = new TestConfig(meta.address());

    @AfterEach
    void close() {
        meta.close();
    }

    private SourceSnapshot snapshot() throws InterruptedException {
        try (BaikalSource source = new BaikalSource(config.build())) {
            return source.snapshot();
        }
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(this::snapshot).isInstanceOf(ConfigurationException.class);
    }

    private void binlog(long id, String name, int partitions) {
        meta.schemas.add(binlogTable(id, "shop", name, partitions));
        for (int partition = 0; partition < partitions; partition++) {
            meta.regions.add(region(id * 10 + partition, id, partition, "127.0.0.1:1"));
        }
    }

    @Test
    void shouldFindBinlogTableThatTablesShare() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30, 31));
        meta.schemas.add(table(2, "shop", "items", 31));
        binlog(30, "bl", 1);
        binlog(31, "bl2", 2);
        config.tables = TableFilter.of("shop.orders", "shop.items");

        SourceSnapshot snapshot = snapshot();

        assertThat(snapshot.regions())
                .containsExactly(
                        new Region(310, new TableName("shop", "bl2"), 31, 0),
                        new Region(311, new TableName("shop", "bl2"), 31, 1));
        assertThat(snapshot.homeBinlogTable()).containsOnlyKeys(1L, 2L).containsValue(31L);
        assertThat(snapshot.tables().values()).extracting(TableSchema::name).contains(new TableName("shop", "orders"));
        assertThat(snapshot.joinGap()).isEqualTo(1);
        assertThat(snapshot.markTableIds()).isEmpty();
    }

    @Test
    void shouldTakeSharedBinlogTableWithFewestPartitions() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30, 31, 32));
        binlog(30, "bl", 3);
        binlog(31, "bl2", 1);
        binlog(32, "bl3", 1);

        assertThat(snapshot().homeBinlogTable()).containsEntry(1L, 31L);
    }

    @Test
    void shouldNameSimilarTablesWhereOneIsMissing() {
        meta.schemas.add(table(1, "shop", "order", 30));
        meta.schemas.add(table(2, "shop", "customers_of_the_month", 30));
        binlog(30, "bl", 1);

        assertRefused()
                .hasMessageContaining("tables names shop.orders, which does not exist")
                .hasMessageContaining("shop.order, shop.customers_of_the_month");
    }

    @Test
    void shouldSayThatDatabaseIsEmpty() {
        assertRefused().hasMessageContaining("no table in a database shop");
    }

    @Test
    void shouldTellHowToLinkTableThatIsNot() {
        meta.schemas.add(table(1, "shop", "orders"));

        assertRefused()
                .hasMessageContaining("shop.orders")
                .hasMessageContaining("not linked")
                .hasMessageContaining("handle link_binlog shop orders");
    }

    @Test
    void shouldRefuseBinlogTableAsUserTable() {
        binlog(30, "orders", 1);

        assertRefused().hasMessageContaining("shop.orders").hasMessageContaining("binlogTables");
    }

    @Test
    void shouldListLinksWhereNoBinlogTableIsShared() {
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(table(2, "shop", "items", 31));
        binlog(30, "bl", 1);
        binlog(31, "bl2", 1);
        config.tables = TableFilter.of("shop.orders", "shop.items");

        assertRefused()
                .hasMessageContaining("shop.orders is linked to shop.bl (id 30)")
                .hasMessageContaining("shop.items is linked to shop.bl2 (id 31)")
                .hasMessageContaining("binlogTables(...)");
    }

    @Test
    void shouldReadGivenBinlogTablesWithHomeForEachTable() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30, 31));
        meta.schemas.add(table(2, "shop", "items", 31));
        binlog(30, "bl", 1);
        binlog(31, "bl2", 2);
        config.tables = TableFilter.of("shop.orders", "shop.items");
        config.binlogTables.add(BINLOG);
        config.binlogTableIds.add(31L);

        SourceSnapshot snapshot = snapshot();

        assertThat(snapshot.homeBinlogTable()).containsEntry(1L, 30L).containsEntry(2L, 31L);
        assertThat(snapshot.regions()).extracting(Region::regionId).containsExactly(300L, 310L, 311L);
    }

    @Test
    void shouldRefuseTableLinkedToNoneOfGivenBinlogTables() {
        meta.schemas.add(table(1, "shop", "orders", 31));
        binlog(30, "bl", 1);
        binlog(31, "bl2", 1);
        config.binlogTables.add(BINLOG);

        assertRefused()
                .hasMessageContaining("not linked to any of the given binlog tables [shop.bl]")
                .hasMessageContaining("shop.bl2 (id 31)");
    }

    @Test
    void shouldNameBinlogTablesWhereGivenOneIsMissing() {
        meta.schemas.add(table(1, "shop", "orders", 31));
        binlog(31, "bl2", 1);
        config.binlogTables.add(BINLOG);

        assertRefused()
                .hasMessageContaining("binlogTables names shop.bl, which does not exist")
                .hasMessageContaining("shop.bl2");
    }

    @Test
    void shouldRefuseUnknownBinlogTableId() {
        meta.schemas.add(table(1, "shop", "orders", 31));
        config.binlogTableIds.add(99L);

        assertRefused().hasMessageContaining("binlogTableIds holds 99");
    }

    @Test
    void shouldRefuseBinlogTableOfOtherEngine() {
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(table(30, "shop", "bl"));

        assertRefused().hasMessageContaining("shop.bl").hasMessageContaining("engine is 1 and not BINLOG");
    }

    @Test
    void shouldReadOnlyChosenPartitions() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30));
        binlog(30, "bl", 4);
        config.partitions.add(2L);

        SourceSnapshot snapshot = snapshot();

        assertThat(snapshot.regions()).extracting(Region::partition).containsExactly(2L);
        assertThat(snapshot.joinGap()).isEqualTo(4);
    }

    @Test
    void shouldRefuseUnknownPartition() {
        meta.schemas.add(table(1, "shop", "orders", 30));
        binlog(30, "bl", 4);
        config.partitions.add(4L);

        assertRefused().hasMessageContaining("partitions holds [4]").hasMessageContaining("0 to 3");
    }

    @Test
    void shouldWaitForRegionsOfNewBinlogTable() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(binlogTable(30, "shop", "bl", 2));
        meta.regions.add(region(300, 30, 0, "127.0.0.1:1"));
        meta.onQuery = request -> {
            if (request.getOpType() == Query.REGION && regionQueries() == 3) {
                meta.regions.add(region(301, 30, 1, "127.0.0.1:1"));
            }
            return null;
        };

        assertThat(snapshot().regions()).hasSize(2);
        assertThat(regionQueries()).isEqualTo(3);
    }

    private long regionQueries() {
        return meta.queries.stream()
                .filter(request -> request.getOpType() == Query.REGION)
                .count();
    }

    @Test
    void shouldNamePartitionsWithoutRegionsAfterWaiting() {
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(binlogTable(30, "shop", "bl", 3));
        meta.regions.add(region(300, 30, 1, "127.0.0.1:1"));
        config.regionsTimeout = Duration.ofMillis(300);

        assertThatThrownBy(this::snapshot)
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("shop.bl")
                .hasMessageContaining("[0, 2]");
    }

    @Test
    void shouldResolveMarkTablesByPrefix() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(table(5, "sync", "mark_a", 30));
        meta.schemas.add(table(6, "sync", "mark_b"));
        meta.schemas.add(table(7, "sync", "other"));
        binlog(30, "bl", 1);
        config.markTable = new TableName("sync", "mark");

        assertThat(snapshot().markTableIds()).containsExactlyInAnyOrder(5L, 6L);
    }

    @Test
    void shouldRefuseMarkThatIsNowhere() {
        meta.schemas.add(table(1, "shop", "orders", 30));
        binlog(30, "bl", 1);
        config.markTable = new TableName("sync", "mark");

        assertRefused().hasMessageContaining("loopbackMark names sync.mark");
    }

    @Test
    void shouldSeeChangesInNextSnapshot() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30));
        binlog(30, "bl", 1);
        try (BaikalSource source = new BaikalSource(config.build())) {
            source.snapshot();
            meta.schemas.set(
                    0, table(1, "shop", "orders", 30).toBuilder().setVersion(2).build());
            meta.regions.add(region(999, 30, 0, "127.0.0.1:1"));

            SourceSnapshot second = source.snapshot();

            assertThat(second.tables().values())
                    .extracting(TableSchema::version)
                    .containsExactly(2L);
            assertThat(second.regions()).hasSize(2);
        }
    }

    @Test
    void shouldForgiveLaterWhatItRefusesAtFirst() throws Exception {
        meta.schemas.add(table(1, "shop", "orders", 30));
        meta.schemas.add(table(2, "shop", "items", 30));
        binlog(30, "bl", 1);
        config.tables = TableFilter.of("shop.orders", "shop.items");
        try (BaikalSource source = new BaikalSource(config.build())) {
            source.snapshot();
            meta.schemas.remove(1);
            assertThat(source.snapshot().tables()).containsOnlyKeys(1L);

            // made again under another id, and linked to a second binlog table that would be the smaller choice
            meta.schemas.add(table(3, "shop", "items", 30, 29));
            binlog(29, "other", 1);
            SourceSnapshot later = source.snapshot();
            assertThat(later.tables()).containsOnlyKeys(1L, 3L);
            assertThat(later.homeBinlogTable()).containsEntry(3L, 30L);
        }
    }

    @Test
    void shouldNameMetaServersThatCannotBeReached() {
        String nobody = FakeServer.nobody();

        assertThatThrownBy(() -> {
                    try (BaikalSource source = new BaikalSource(new TestConfig(nobody).build())) {
                        source.snapshot();
                    }
                })
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining(nobody + " is unreachable");
    }

    @Test
    void shouldTellLatestPosition() throws Exception {
        try (BaikalSource source = new BaikalSource(config.build())) {
            assertThat(source.latest()).isEqualTo(CommitTs.of((1_000L << 18) + 5));
        }
    }

    @Test
    void shouldRefuseAfterClose() {
        BaikalSource source = new BaikalSource(config.build());
        source.close();
        source.close();

        assertThatThrownBy(source::snapshot).isInstanceOf(CapturerClosedException.class);
        assertThatThrownBy(source::latest).isInstanceOf(CapturerClosedException.class);
    }
}
