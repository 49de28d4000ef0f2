package io.github.binlogcapturer.internal.meta;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.protocol.WireCodes.Query;
import io.github.binlogcapturer.protocol.WireCodes.Raft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetaClientTest {

    private static final TableName ORDERS = new TableName("shop", "orders");

    private final FakeMeta meta = FakeMeta.start();
    private final FakeMeta other = FakeMeta.start();
    private final Transport transport = Transport.grpc();

    @AfterEach
    void close() {
        transport.close();
        meta.close();
        other.close();
    }

    private MetaClient client(String... servers) {
        return new MetaClient(transport, List.of(servers), Wire.NAMESPACE, Duration.ofSeconds(10));
    }

    private MetaClient client() {
        return client(meta.address());
    }

    private static QueryResponse error(int errcode, String leader) {
        return QueryResponse.newBuilder()
                .setErrcode(errcode)
                .setErrmsg("as told")
                .setLeader(leader)
                .build();
    }

    @Test
    void shouldGoToLeaderThatAnyServerNames() throws Exception {
        meta.leader = group -> other.address() + ":0";
        other.schemas.add(Wire.table(1, "shop", "orders"));

        assertThat(client(meta.address()).schema(ORDERS)).isPresent();
        assertThat(meta.queries).isEmpty();
    }

    @Test
    void shouldFollowRedirectWithThreeParts() throws Exception {
        meta.onQuery = request -> error(Err.NOT_LEADER, other.address() + ":0");
        other.schemas.add(Wire.table(1, "shop", "orders"));

        assertThat(client().schema(ORDERS)).isPresent();
    }

    @Test
    void shouldRememberLeader() throws Exception {
        meta.onQuery = request -> error(Err.NOT_LEADER, other.address());
        MetaClient client = client();

        client.schemas();
        client.schemas();

        assertThat(meta.queries).hasSize(1);
        assertThat(other.queries).hasSize(2);
    }

    @Test
    void shouldPassOverServersThatAreDown() throws Exception {
        meta.schemas.add(Wire.table(1, "shop", "orders"));

        assertThat(client(FakeServer.nobody(), meta.address()).schema(ORDERS)).isPresent();
    }

    @Test
    void shouldPassOverAddressesOfOtherServers() throws Exception {
        meta.schemas.add(Wire.table(1, "shop", "orders"));

        try (FakeStore store = FakeStore.start(request -> Wire.success().build())) {
            MetaClient client = client(store.address(), "no-such-host.invalid:8010", meta.address());
            for (int i = 0; i < 3; i++) {
                assertThat(client.schema(ORDERS)).isPresent();
            }
        }
    }

    @Test
    void shouldFindNewLeaderWhenOldOneGoes() throws Exception {
        other.schemas.add(Wire.table(1, "shop", "orders"));
        meta.schemas.add(Wire.table(1, "shop", "orders"));
        MetaClient client = client(meta.address(), other.address());
        meta.leader = group -> other.address();
        client.schemas();

        other.close();
        meta.leader = group -> meta.address();

        assertThat(client.schema(ORDERS)).isPresent();
    }

    @Test
    void shouldNotTrustFollowersThatKnowLess() throws Exception {
        meta.leader = group -> other.address();
        meta.regions.add(Wire.region(7, 1, 0, "stale:1"));
        other.regions.add(Wire.region(7, 1, 0, "fresh:1"));

        assertThat(client().region(7))
                .hasValueSatisfying(region -> assertThat(region.getPeersList()).containsExactly("fresh:1"));
    }

    @Test
    void shouldWaitUntilServerIsReady() throws Exception {
        meta.schemas.add(Wire.table(1, "shop", "orders"));
        meta.onQuery = request -> meta.queries.size() == 1 ? error(Err.HAVE_NOT_INIT, "") : null;

        assertThat(client().schema(ORDERS)).isPresent();
        assertThat(meta.queries).hasSize(2);
    }

    @Test
    void shouldNameEveryServerThatCouldNotBeAsked() {
        String nobody = FakeServer.nobody();
        meta.leader = group -> "";

        assertThatThrownBy(() -> client(nobody, meta.address()).schemas())
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining(nobody + " is unreachable")
                .hasMessageContaining(meta.address() + " knows no leader")
                .hasMessageContaining("metaServers");
    }

    @Test
    void shouldRefuseBadServerAddress() {
        assertThatThrownBy(() -> client("meta"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("metaServers");
    }

    @Test
    void shouldFindNoTableThatIsUnknown() throws Exception {
        assertThat(client().schema(ORDERS)).isEmpty();
    }

    @Test
    void shouldReportUnexpectedAnswer() {
        meta.onQuery = request -> error(Err.INTERNAL_ERROR, "");

        assertThatThrownBy(() -> client().schema(ORDERS))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("shop.orders")
                .hasMessageContaining("INTERNAL_ERROR as told");
    }

    @Test
    void shouldFindTableById() throws Exception {
        meta.schemas.add(Wire.table(7, "shop", "orders"));

        assertThat(client().schema(7))
                .get()
                .extracting(SchemaInfo::getTableName)
                .isEqualTo("orders");
    }

    @Test
    void shouldSearchAllSchemasWhereServerCannotFindById() throws Exception {
        meta.schemas.add(Wire.table(6, "shop", "items"));
        meta.schemas.add(Wire.table(7, "shop", "orders"));
        meta.onQuery =
                request -> request.getOpType() == Query.SCHEMA_FLATTEN ? error(Err.UNSUPPORT_REQ_TYPE, "") : null;

        assertThat(client().schema(7))
                .get()
                .extracting(SchemaInfo::getTableName)
                .isEqualTo("orders");
        assertThat(client().schema(8)).isEmpty();
    }

    @Test
    void shouldListEachLiveTableOfNamespaceOnce() throws Exception {
        SchemaInfo orders = Wire.table(1, "shop", "orders");
        meta.schemas.add(orders.toBuilder().setVersion(2).build());
        meta.schemas.add(orders);
        meta.schemas.add(orders.toBuilder().setTableId(2).setDeleted(true).build());
        meta.schemas.add(
                orders.toBuilder().setTableId(3).setNamespaceName("OTHER").build());

        assertThat(client().schemas())
                .singleElement()
                .extracting(SchemaInfo::getVersion)
                .isEqualTo(2L);
    }

    @Test
    void shouldKeepOnlyLiveRegionsOfTable() throws Exception {
        meta.regions.add(Wire.region(10, 1, 0));
        meta.regions.add(Wire.region(11, 2, 0));
        meta.regions.add(Wire.region(12, 1, 0).toBuilder().setDeleted(true).build());

        assertThat(client().regions(new TableName("shop", "bl"), 1))
                .extracting(RegionInfo::getRegionId)
                .containsExactly(10L);
        assertThat(meta.queries.get(1).getTableId()).isEqualTo(1);
    }

    @Test
    void shouldTakeRegionsThatComeWithTheSchemaRatherThanAskForTheWholeClusters() throws Exception {
        meta.onQuery = request -> QueryResponse.newBuilder()
                .setErrcode(Err.SUCCESS)
                .addRegionInfos(Wire.region(10, 1, 0))
                .addRegionInfos(Wire.region(11, 2, 0))
                .build();

        assertThat(client().regions(new TableName("shop", "bl"), 1)).hasSize(1);
        assertThat(meta.queries).hasSize(1);
    }

    @Test
    void shouldFindRegionById() throws Exception {
        meta.regions.add(Wire.region(10, 1, 0));

        assertThat(client().region(10)).isPresent();
        assertThat(client().region(11)).isEmpty();
    }

    @Test
    void shouldAskForDatabaseByHeartbeatWithoutPosingAsSqlNode() throws Exception {
        meta.schemas.add(Wire.table(1, "shop", "orders", 2));
        meta.regions.add(Wire.region(10, 2, 0));

        MetaClient.View view = client().heartbeat(List.of(new TableName("shop", "*")));

        assertThat(view.schemas()).hasSize(1);
        assertThat(view.regions()).hasSize(1);
        assertThat(meta.heartbeats.get(0).getNeedBinlogHeartbeat()).isTrue();
        assertThat(meta.heartbeats.get(0).getNeedHeartbeatTable()).isTrue();
        assertThat(meta.heartbeats.get(0).getHeartbeatTables(0).getTableName()).isEqualTo("*");
        // field 6, can_do_ddlwork, does not even exist in our message
        assertThat(meta.heartbeats.get(0).getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void shouldAskLeaderOfTimestampGroup() throws Exception {
        meta.leader = group -> group == Raft.TSO_GROUP ? other.address() : meta.address();

        assertThat(client().currentTs()).isEqualTo((1_000L << 18) + 5);
        assertThat(meta.tsoRequests).isEmpty();
        assertThat(other.tsoRequests).hasSize(1);
    }

    @Test
    void shouldTakeTimestampWhereNoneIsShown() throws Exception {
        meta.onTso = request -> request.getOpType() == Op.GEN_TSO
                ? TsoResponse.newBuilder()
                        .setErrcode(Err.SUCCESS)
                        .setStartTimestamp(
                                TsoTimestamp.newBuilder().setPhysical(9).setLogical(0))
                        .build()
                : TsoResponse.newBuilder().setErrcode(Err.UNSUPPORT_REQ_TYPE).build();

        assertThat(client().currentTs()).isEqualTo(9L << 18);
        assertThat(meta.tsoRequests.get(1).getCount()).isEqualTo(1);
    }

    @Test
    void shouldEndWhenClosed() {
        meta.leader = group -> "";
        MetaClient client = client();
        client.close();

        assertThatThrownBy(client::schemas).isInstanceOf(CapturerClosedException.class);
    }
}
