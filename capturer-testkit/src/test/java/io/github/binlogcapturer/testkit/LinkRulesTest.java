package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.PartitionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import io.github.binlogcapturer.testkit.servers.LinkRules.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinkRulesTest {

    private final Map<Long, SchemaInfo> schemas = new LinkedHashMap<>();

    LinkRulesTest() {
        put(table(1, "t", 1).addFields(field("id", false)).addFields(field("gone", true)));
        put(table(30, "one", 1).setEngine(WireCodes.Engine.BINLOG));
        put(table(31, "many", 3).setEngine(WireCodes.Engine.BINLOG));
    }

    @Test
    void shouldLinkBothSidesAndRaiseBothVersions() {
        Outcome.Changed changed = changed(link("t", "one"));

        assertThat(changed.table().getVersion()).isEqualTo(2);
        assertThat(changed.table().getBinlogInfo().getBinlogTableId()).isEqualTo(30);
        assertThat(changed.table().hasLinkField()).isFalse();
        assertThat(changed.binlogTable().getVersion()).isEqualTo(2);
        assertThat(changed.binlogTable().getBinlogInfo().getTargetTableIdsList())
                .containsExactly(1L);
    }

    @Test
    void shouldPutTheFirstLinksFieldBesideItAndThatOfFurtherOnesIntoThem() {
        apply(byField("t", "many", "id"));
        assertThat(schema(1).getLinkField().getFieldName()).isEqualTo("id");
        assertThat(schema(1).hasPartitionIsSameHint()).isTrue();
        put(table(32, "more", 2).setEngine(WireCodes.Engine.BINLOG));

        apply(byField("t", "more", "id"));

        BinlogInfo second = schema(1).getBinlogInfos(0);
        assertThat(second.getBinlogTableId()).isEqualTo(32);
        assertThat(second.getLinkField().getFieldName()).isEqualTo("id");
        assertThat(schema(1).getVersion()).isEqualTo(3);
    }

    @Test
    void shouldLeaveTheMessageBehindWhereTheFirstLinkIsUndone() {
        apply(byField("t", "many", "id"));
        apply(link("t", "one"));

        apply(unlink("t", "many"));

        assertThat(schema(1).hasBinlogInfo()).isTrue();
        assertThat(schema(1).getBinlogInfo().hasBinlogTableId()).isFalse();
        assertThat(schema(1).hasLinkField()).isFalse();
        assertThat(Catalog.binlogTablesOf(schema(1))).containsExactly(30L);
        assertThat(schema(31).getBinlogInfo().getTargetTableIdsList()).isEmpty();
    }

    @Test
    void shouldTakeAFurtherLinkAway() {
        apply(link("t", "one"));
        apply(byField("t", "many", "id"));

        apply(unlink("t", "many"));

        assertThat(Catalog.binlogTablesOf(schema(1))).containsExactly(30L);
        assertThat(schema(1).getBinlogInfosList()).isEmpty();
    }

    @Test
    void shouldPutANewFirstLinkIntoTheMessageThatWasLeft() {
        apply(link("t", "one"));
        apply(unlink("t", "one"));

        apply(link("t", "one"));

        assertThat(schema(1).getBinlogInfo().getBinlogTableId()).isEqualTo(30);
        assertThat(schema(1).getVersion()).isEqualTo(4);
    }

    @Test
    void shouldRefuseTablesThatAreNotThere() {
        assertRefused(link("nowhere", "one"), "table not exist");
        assertRefused(link("t", "nowhere"), "binlog table not exist");
        assertRefused(link("t", "t"), "table is not binlog");
        assertRefused(link("t", "one").clearBinlogInfo(), "no binlog info");
    }

    @Test
    void shouldRefuseTheSameLinkTwice() {
        apply(link("t", "one"));

        assertRefused(link("t", "one"), "table already linked");
    }

    @Test
    void shouldNeedAFieldAndAHintWhereTheBinlogTableIsPartitioned() {
        assertRefused(link("t", "many"), "no link field info");
        assertRefused(byField("t", "many", "gone"), "link field info error");
        MetaManagerRequest.Builder hintless = byField("t", "many", "id");
        hintless.getTableInfoBuilder().clearPartitionIsSameHint();
        assertRefused(hintless, "no partition_is_same_hint info");
    }

    @Test
    void shouldRefuseRangesWhereTheBinlogTableIsPartitioned() {
        put(table(2, "r", 2)
                .addFields(field("id", false))
                .setPartitionInfo(PartitionInfo.newBuilder().setType(WireCodes.Partition.RANGE)));

        assertThat(answer(byField("r", "many", "id"))).isInstanceOf(Outcome.Refused.class);
        assertThat(answer(link("r", "one"))).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void shouldRefuseToUnlinkWhatIsNotLinked() {
        assertRefused(unlink("t", "one"), "table not linked");
        apply(link("t", "one"));
        assertRefused(unlink("t", "many"), "table is not binlog");
    }

    @Test
    void shouldRefuseWhileADdlRuns() {
        LinkRules busy = new LinkRules(new Catalog(schemas, Map.of()), tableId -> tableId == 1);

        assertThat(busy.answer(link("t", "one").build())).isEqualTo(new Outcome.Refused("table is doing ddl"));
    }

    private Outcome answer(MetaManagerRequest.Builder request) {
        return new LinkRules(new Catalog(schemas, Map.of()), tableId -> false).answer(request.build());
    }

    private Outcome.Changed changed(MetaManagerRequest.Builder request) {
        return (Outcome.Changed) answer(request);
    }

    private void apply(MetaManagerRequest.Builder request) {
        Outcome.Changed changed = changed(request);
        schemas.put(changed.table().getTableId(), changed.table());
        schemas.put(changed.binlogTable().getTableId(), changed.binlogTable());
    }

    private void assertRefused(MetaManagerRequest.Builder request, String errmsg) {
        assertThat(answer(request)).isEqualTo(new Outcome.Refused(errmsg));
    }

    private SchemaInfo schema(long tableId) {
        return new Catalog(schemas, Map.of()).table(tableId).orElseThrow();
    }

    private void put(SchemaInfo.Builder schema) {
        schemas.put(schema.getTableId(), schema.build());
    }

    private static MetaManagerRequest.Builder link(String table, String binlog) {
        return MetaManagerRequest.newBuilder()
                .setOpType(WireCodes.Op.LINK_BINLOG)
                .setTableInfo(named(table))
                .setBinlogInfo(named(binlog));
    }

    private static MetaManagerRequest.Builder byField(String table, String binlog, String field) {
        MetaManagerRequest.Builder request = link(table, binlog);
        request.getTableInfoBuilder().setLinkField(field(field, false)).setPartitionIsSameHint(false);
        return request;
    }

    private static MetaManagerRequest.Builder unlink(String table, String binlog) {
        return link(table, binlog).setOpType(WireCodes.Op.UNLINK_BINLOG);
    }

    private static SchemaInfo.Builder named(String name) {
        return SchemaInfo.newBuilder().setNamespaceName("ns").setDatabase("cdc").setTableName(name);
    }

    private static SchemaInfo.Builder table(long id, String name, int partitions) {
        return named(name)
                .setTableId(id)
                .setPartitionNum(partitions)
                .setVersion(1)
                .setEngine(1);
    }

    private static FieldInfo.Builder field(String name, boolean deleted) {
        return FieldInfo.newBuilder().setFieldName(name).setDeleted(deleted);
    }
}
