package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LinkingTest {

    private final SimulatedShop shop = SimulatedShop.open(2, 1, builder -> builder);
    private final BaikalCluster cluster = BaikalCluster.connect(shop.cluster.metaServers());
    private final Screen screen = Screen.silent();

    @BeforeEach
    void createTable() {
        shop.cluster.createTable(
                "shop.plain",
                table -> table.notNull("id", ColumnType.INT64)
                        .column("n", ColumnType.INT32)
                        .primaryKey("id"));
    }

    @AfterEach
    void close() {
        cluster.close();
        shop.close();
    }

    private Linking linking(Screen on) {
        return new Linking(
                cluster, HandMadePlans.settings(shop, Optional.of(shop.cluster.namespace()), "shop.*"), on.console());
    }

    private ClusterTable table(String name) {
        return cluster.tables().stream()
                .filter(table -> table.name().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldLinkAndUnlink() throws IOException {
        linking(screen).link("shop.plain", null, "id", false, true);
        assertThat(table("shop.plain").links()).hasSize(1);
        assertThat(screen.out())
                .contains("now: shop.plain is linked to no binlog table", "done: shop.plain is linked to cdc.bl");

        linking(screen).unlink("shop.plain", null, true);
        assertThat(table("shop.plain").links()).isEmpty();
        assertThat(screen.out()).contains("done: shop.plain is linked to no binlog table");
    }

    @Test
    void shouldChangeNothingWhereNobodyAnswers() {
        assertThatThrownBy(() -> linking(screen).link("shop.plain", null, "id", false, false))
                .isInstanceOf(CommandException.class)
                .hasMessageContainingAll("no terminal", "--yes");
        assertThat(table("shop.plain").links()).isEmpty();
    }

    @Test
    void shouldChangeNothingWhereTheAnswerIsNo() throws IOException {
        assertThatThrownBy(() -> linking(Screen.answering("n\n")).link("shop.plain", null, "id", false, false))
                .hasMessage("Nothing was changed");
        assertThat(table("shop.plain").links()).isEmpty();

        linking(Screen.answering("yes\n")).link("shop.plain", "cdc.bl", "id", false, false);
        assertThat(table("shop.plain").links()).hasSize(1);
    }

    @Test
    void shouldTellATableThatIsNotThere() {
        assertThatThrownBy(() -> linking(screen).link("shop.nothing", null, null, false, true))
                .isInstanceOf(CommandException.class)
                .hasMessageContainingAll("no table shop.nothing", "capturer tables");
        assertThatThrownBy(() -> linking(screen).link("nothing", null, null, false, true))
                .hasMessageContaining("database.table");
    }

    @Test
    void shouldAskWhichBinlogTableIsMeant() {
        shop.cluster.createBinlog("cdc.other", 1);

        assertThatThrownBy(() -> linking(screen).link("shop.plain", null, "id", false, true))
                .hasMessageContainingAll("--binlog", "cdc.bl", "cdc.other");
    }

    @Test
    void shouldHandOnWhatTheClusterRefuses() {
        assertThatThrownBy(() -> linking(screen).link("shop.accounts", null, "id", false, true))
                .isInstanceOf(CommandException.class);
    }

    @Test
    void shouldListTables() {
        List<ClusterTable> all = cluster.tables();
        TablesCommand.print(screen.console(), all, TablesCommand.names(all));

        assertThat(screen.out().lines())
                .anyMatch(line -> line.contains("shop.accounts") && line.contains("cdc.bl"))
                .anyMatch(line -> line.contains("shop.plain") && line.endsWith("-"))
                .anyMatch(line -> line.contains("cdc.bl") && line.contains("(a binlog table)"));
        assertThat(TablesCommand.links(table("shop.plain"), Map.of())).isEqualTo("-");
    }
}
