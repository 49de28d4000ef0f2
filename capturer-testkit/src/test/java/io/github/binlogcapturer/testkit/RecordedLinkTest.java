package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.cluster.LinkRequest;
import io.github.binlogcapturer.cluster.MetaServerReport;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.spi.PeerReport;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the tools' view of a cluster makes of recorded answers. */
class RecordedLinkTest {

    private final RecordedCluster recorded =
            RecordedCluster.builder().recording(Recordings.LINKS).metaServers(3).start();
    private final BaikalCluster cluster = BaikalCluster.connect(recorded.metaServers());

    @AfterEach
    void stop() {
        cluster.close();
        recorded.close();
    }

    private ClusterTable table(String name) {
        return cluster.tables().stream()
                .filter(table -> table.name().equals(TableName.parse(name)))
                .findFirst()
                .orElseThrow();
    }

    private LinkRequest request(String table, String binlog, String field) {
        return new LinkRequest(
                recorded.namespace(), TableName.parse(table), TableName.parse(binlog), Optional.of(field), false);
    }

    @Test
    void shouldListTheRecordedTablesWithTheirLinks() {
        assertThat(cluster.tables()).extracting(ClusterTable::namespace).contains("INTERNAL", "TEST_NAMESPACE");
        ClusterTable binlog = table("cdc.bl_s");
        assertThat(binlog.binlog()).isTrue();
        assertThat(binlog.partitions()).isEqualTo(3);
        assertThat(cluster.tables())
                .filteredOn(table ->
                        table.links().stream().map(BinlogLink::binlogTableId).anyMatch(id -> id == binlog.tableId()))
                .isNotEmpty();
    }

    @Test
    void shouldAskThePeersOfEachRecordedRegion() {
        assertThat(cluster.regions(table("cdc.bl_s")))
                .hasSize(3)
                .extracting(ClusterRegion::peers)
                .allSatisfy(peers -> assertThat(peers).hasOnlyElementsOfType(PeerReport.Answered.class));
    }

    @Test
    void shouldKnowTheLeaderAmongThree() {
        assertThat(cluster.metaServers()).extracting(MetaServerReport::leader).containsExactly(false, false, true);
    }

    @Test
    void shouldUndoARecordedLinkAndMakeItAgain() {
        ClusterTable linked = cluster.tables().stream()
                .filter(table ->
                        !table.links().isEmpty() && table.links().get(0).field().isPresent())
                .findFirst()
                .orElseThrow();
        BinlogLink link = linked.links().get(0);
        TableName binlog = cluster.tables().stream()
                .filter(table -> table.tableId() == link.binlogTableId())
                .findFirst()
                .orElseThrow()
                .name();
        LinkRequest request = request(
                linked.name().toString(), binlog.toString(), link.field().orElseThrow());

        cluster.unlink(request);
        assertThat(table(linked.name().toString()).links()).doesNotContain(link);
        assertThat(table(linked.name().toString()).schema().version())
                .isEqualTo(linked.schema().version() + 1);

        cluster.link(request);
        assertThat(table(linked.name().toString()).links())
                .contains(new BinlogLink(link.binlogTableId(), link.field(), false));
        assertThatThrownBy(() -> cluster.link(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("linked to it already");
    }

    @Test
    void shouldRedirectFromAFollower() {
        try (Client follower = new Client(recorded.metaServers().get(0))) {
            MetaManagerRequest request = MetaManagerRequest.newBuilder()
                    .setOpType(WireCodes.Op.LINK_BINLOG)
                    .build();

            assertThat(follower.manage(request).getErrcode()).isEqualTo(WireCodes.Err.NOT_LEADER);
            assertThat(follower.manage(request).getLeader())
                    .isEqualTo(recorded.metaServers().get(2));
        }
    }

    @Test
    void shouldDoNothingElse() {
        try (Client leader = new Client(recorded.metaServers().get(2))) {
            assertThat(leader.manage(MetaManagerRequest.newBuilder()
                                    .setOpType(131)
                                    .build())
                            .getErrcode())
                    .isEqualTo(WireCodes.Err.UNSUPPORT_REQ_TYPE);
        }
    }
}
