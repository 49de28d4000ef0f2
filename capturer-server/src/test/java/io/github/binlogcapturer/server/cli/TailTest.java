package io.github.binlogcapturer.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.server.original.RowRule;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class TailTest {

    private static final String ESCAPE = "\u001b";

    private final SimulatedShop shop = SimulatedShop.open(2, 1, builder -> builder);
    private final Screen screen = Screen.silent();

    @BeforeEach
    void write() {
        shop.cluster
                .begin("app", "10.0.0.1")
                .insert(shop.accounts, 1L, 100L, "it's\n" + ESCAPE + "[2J")
                .commit();
        shop.cluster
                .begin()
                .update(shop.accounts, 1L, 90L, "it's\n" + ESCAPE + "[2J")
                .commit();
        shop.cluster
                .begin()
                .insert(shop.orders, 7L, 1, 0, "new", 1.5)
                .insert(shop.blobs, 3L, null)
                .commit();
        shop.cluster.begin().delete(shop.accounts, 1L).commit();
        shop.cluster.heartbeat();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private void follow(EventPrinter printer, ChangeSelection selection, Screen on, int limit)
            throws InterruptedException {
        new Tail(selection, printer, on.console().out(), limit)
                .follow(shop.capture(), StartPosition.after(shop.beginning));
    }

    private static ChangeSelection all() {
        return new ChangeSelection(TablesCommand.filter(List.of()), Set.of(), List.of());
    }

    private EventPrinter blocks(Screen on) {
        return new BlockPrinter(on.console().out(), on.console().colours(), ZoneOffset.UTC);
    }

    @Test
    void shouldPrintABlockPerTransaction() throws InterruptedException {
        follow(blocks(screen), all(), screen, 4);

        assertThat(screen.out().lines().filter(line -> !line.startsWith("SCHEMA")))
                .satisfiesExactly(
                        line -> assertThat(line).matches("-- \\d+  .* \\+00:00  app@10.0.0.1  1 change"),
                        line -> assertThat(line)
                                .isEqualTo("INSERT shop.accounts  id=1 balance=100 note='it\\'s\\n\\u001b[2J'"),
                        line -> assertThat(line).startsWith("-- "),
                        line -> assertThat(line).isEqualTo("UPDATE shop.accounts  id=1  balance: 100 -> 90"),
                        line -> assertThat(line).endsWith("2 changes"),
                        line -> assertThat(line)
                                .startsWith("INSERT shop.orders  id=7 line=1 shard=0 state='new' price=1.5"),
                        line -> assertThat(line).isEqualTo("INSERT shop.blobs  id=3 payload=NULL"),
                        line -> assertThat(line).startsWith("-- "),
                        line -> assertThat(line).startsWith("DELETE shop.accounts  id=1 balance=90"));
    }

    @Test
    void shouldPaintInsertsGreenAndDeletesRedAndLetNoDataSteerTheTerminal() throws InterruptedException {
        Screen coloured = Screen.coloured();
        follow(blocks(coloured), all(), coloured, 4);

        assertThat(coloured.out())
                .contains(ESCAPE + "[32mINSERT shop.accounts", ESCAPE + "[31mDELETE shop.accounts")
                .doesNotContain(ESCAPE + "[2J");
    }

    @Test
    void shouldShowOnlyWhatIsAskedFor() throws InterruptedException {
        ChangeSelection selection = new ChangeSelection(
                TablesCommand.filter(List.of("shop.acc*")), Set.of(ChangeType.UPDATE, ChangeType.DELETE), List.of());
        follow(blocks(screen), selection, screen, 2);

        assertThat(screen.out())
                .contains("UPDATE shop.accounts", "DELETE shop.accounts")
                .doesNotContain("INSERT", "orders");
    }

    @Test
    void shouldShowChangesWhoseRowsFit() throws InterruptedException {
        ChangeSelection selection = new ChangeSelection(
                TablesCommand.filter(List.of()),
                Set.of(),
                List.of(RowRule.parse("balance < 95"), RowRule.parse("id == 1")));
        follow(blocks(screen), selection, screen, 2);

        assertThat(screen.out())
                .contains("UPDATE shop.accounts", "DELETE shop.accounts")
                .doesNotContain("INSERT shop.accounts");
    }

    @Test
    void shouldPrintJsonForPrograms() throws InterruptedException, IOException {
        follow(FormatPrinter.json(screen.console().out()), all(), screen, 1);

        List<String> lines =
                screen.out().lines().filter(line -> line.contains("\"insert\"")).toList();
        JsonNode json = new ObjectMapper().readTree(lines.get(0));
        assertThat(json.path("table").asText()).isEqualTo("accounts");
        assertThat(json.path("after").path("note").asText()).isEqualTo("it's\n" + ESCAPE + "[2J");
        assertThat(screen.out()).doesNotContain(ESCAPE);
    }

    @Test
    void shouldPrintStatements() throws InterruptedException {
        follow(FormatPrinter.sql(screen.console().out(), true), all(), screen, 2);

        assertThat(screen.out())
                .contains("INSERT INTO `shop`.`accounts`", "UPDATE `shop`.`accounts` SET `balance`=90 WHERE `id`=1;")
                .doesNotContain(ESCAPE);
    }

    @Test
    void shouldEndAfterAsManyTransactionsAsWanted() throws InterruptedException {
        follow(blocks(screen), all(), screen, 1);

        assertThat(screen.out().lines().filter(line -> line.startsWith("-- "))).hasSize(1);
    }
}
