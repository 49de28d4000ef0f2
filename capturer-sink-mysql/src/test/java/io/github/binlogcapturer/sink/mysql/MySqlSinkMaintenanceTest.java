package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What tools are told of a target that no sink has open. */
class MySqlSinkMaintenanceTest {

    private static final MariaDbServer SERVER = MariaDbServer.withGrants();
    private static final String PASSWORD = "s3cret";

    private final Lab lab = new Lab(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void shouldFindEverythingFineAndChangeNothing() {
        List<SinkFinding> findings = check(lab.sink());

        assertThat(findings).allMatch(SinkFinding::ok);
        assertThat(findings)
                .extracting(SinkFinding::what)
                .anyMatch(what -> what.contains("MariaDB 1") && what.contains(lab.database))
                .anyMatch(what -> what.contains(".keyed is there and fits, with 2 columns"))
                .anyMatch(what -> what.contains("not there yet and will be created"))
                .anyMatch(what -> what.contains("has the rights"));
        assertThat(lab.query("SHOW TABLES")).containsExactly("keyed", "keyless");
    }

    @Test
    void shouldNameATableThatIsMissingWithTheStatementThatMakesIt() {
        lab.sql("DROP TABLE keyed");

        SinkFinding finding = wrong(lab.sink());

        assertThat(finding.what()).contains(lab.database + ".keyed", "does not exist");
        assertThat(finding.remedy()).contains("CREATE TABLE IF NOT EXISTS");
        assertThat(check(lab.sink().createMissingTables(true)))
                .allMatch(SinkFinding::ok)
                .anyMatch(found -> found.what().contains(".keyed is not there yet and will be created"));
        assertThat(lab.query("SHOW TABLES")).containsExactly("keyless");
    }

    @Test
    void shouldNameAColumnThatIsMissing() {
        lab.sql("ALTER TABLE keyed DROP COLUMN name");

        SinkFinding finding = wrong(lab.sink());

        assertThat(finding.what()).contains("has column name", "lacks");
        assertThat(finding.remedy()).contains("ADD COLUMN `name`");
        assertThat(check(lab.sink().columns(ColumnSelection.all().without("*.keyed", "name"))))
                .allMatch(SinkFinding::ok);
        assertThat(check(lab.sink().schemaChanges(SchemaChangePolicy.APPLY)))
                .allMatch(SinkFinding::ok)
                .anyMatch(found -> found.what().contains("columns will be added: name"));
    }

    @Test
    void shouldFollowRoutes() {
        TableSchema source = TableSchema.builder(3, new TableName("shop", "orders"))
                .column("id", ColumnType.INT64)
                .column("name", ColumnType.STRING)
                .primaryKey("id")
                .build();
        TableRoutes routes = TableRoutes.builder()
                .route("shop.orders", lab.database + ".keyed")
                .build();

        assertThat(lab.sink().routes(routes).build().check(CONTEXT, List.of(source)))
                .allMatch(SinkFinding::ok)
                .anyMatch(found -> found.what().contains(".keyed, where shop.orders of the source goes, is there"));
    }

    @Test
    void shouldNameAnEngineWithoutTransactions() {
        lab.sql("ALTER TABLE keyed ENGINE=MyISAM");

        assertThat(wrong(lab.sink()).remedy()).contains("ENGINE=InnoDB");
    }

    @Test
    void shouldNameRightsThatAreMissingWithTheGrant() {
        String user = user("SELECT, INSERT, UPDATE ON " + lab.database + ".*");

        List<SinkFinding> findings = check(lab.sink().user(user).password(PASSWORD));

        assertThat(findings)
                .filteredOn(finding -> !finding.ok())
                .extracting(SinkFinding::remedy)
                .anyMatch(
                        remedy -> remedy.contains("GRANT DELETE ON `" + lab.database + "`.`keyed` TO '" + user + "'@'"))
                .anyMatch(
                        remedy -> remedy.contains("GRANT CREATE ON `" + lab.database + "`.`binlogcapturer_progress`"));
        for (SinkFinding finding : findings) {
            if (!finding.ok() && finding.remedy().contains("GRANT ")) {
                lab.sql(finding.remedy().substring(finding.remedy().indexOf("GRANT ")));
            }
        }
        assertThat(check(lab.sink().user(user).password(PASSWORD))).allMatch(SinkFinding::ok);
    }

    @Test
    void shouldTellAWrongPasswordWithoutShowingIt() {
        String user = user("SELECT ON " + lab.database + ".*");

        List<SinkFinding> findings = check(lab.sink().user(user).password("wr0ng-secret"));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.what()).contains(user, "1045").doesNotContain("wr0ng-secret");
            assertThat(finding.remedy()).contains("password");
        });
    }

    @Test
    void shouldTellAServerThatDoesNotAnswer() {
        List<SinkFinding> findings = check(lab.sink(1).connectTimeout(Duration.ofMillis(300)));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.what()).contains("127.0.0.1:1/");
            assertThat(finding.remedy()).contains("host and port");
        });
        assertThatThrownBy(() -> lab.sink(1).build().heldPosition(CONTEXT))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("127.0.0.1:1/");
    }

    @Test
    void shouldTellADatabaseThatIsNotThere() {
        MySqlSinkBuilder sink = lab.sink().url(SERVER.url("no_such_database"));

        assertThat(check(sink)).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.remedy()).contains("Create the database");
        });
    }

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(lab.sink().build().heldPosition(CONTEXT)).isEmpty();
        lab.sink().build().forgetPosition(CONTEXT);
        assertThat(lab.query("SHOW TABLES")).containsExactly("keyed", "keyless");
    }

    @Test
    void shouldTellAndForgetThePosition() throws Exception {
        run();
        assertThat(lab.sink().build().heldPosition(CONTEXT)).contains(CommitTs.of(1));
        assertThat(lab.sink().build().heldPosition(new SinkContext("test", "other")))
                .isEmpty();
        assertThat(lab.sink().deliverAtLeastOnce().build().heldPosition(CONTEXT))
                .isEmpty();
        assertThat(check(lab.sink())).anyMatch(finding -> finding.what().contains("commit ts 1 "));

        lab.sink().build().forgetPosition(new SinkContext("test", "other"));
        assertThat(lab.sink().build().heldPosition(CONTEXT)).isPresent();
        lab.sink().build().forgetPosition(CONTEXT);

        assertThat(lab.sink().build().heldPosition(CONTEXT)).isEmpty();
        try (MySqlSink sink = lab.sink().build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(SinkStanding.unknown());
        }
        assertThat(lab.query("SELECT id FROM keyed")).containsExactly("1");
    }

    @Test
    void shouldFenceWhoRunsWhenThePositionIsForgotten() throws Exception {
        try (MySqlSink running = lab.sink().build()) {
            running.open(CONTEXT);
            SinkLane lane = running.lane(0);
            lane.apply(batch(transaction(1, lab.insert(lab.keyed, 1, "a"))));

            lab.sink().build().forgetPosition(CONTEXT);

            assertThatThrownBy(() -> lane.apply(batch(transaction(2, lab.insert(lab.keyed, 2, "b")))))
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("forgotten");
        }
        assertThat(lab.query("SELECT id FROM keyed")).containsExactly("1");
        assertThat(lab.sink().build().heldPosition(CONTEXT)).isEmpty();
    }

    private void run() throws Exception {
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(batch(transaction(1, lab.insert(lab.keyed, 1, "a"))));
        }
    }

    private List<SinkFinding> check(MySqlSinkBuilder sink) {
        return sink.build().check(CONTEXT, List.of(lab.keyed, lab.keyless));
    }

    private SinkFinding wrong(MySqlSinkBuilder sink) {
        return check(sink).stream().filter(finding -> !finding.ok()).findFirst().orElseThrow();
    }

    private String user(String grant) {
        String user = "u" + Math.abs(lab.database.hashCode() % 1_000_000);
        for (String host : new String[] {"127.0.0.1", "localhost"}) {
            lab.sql("CREATE USER IF NOT EXISTS '" + user + "'@'" + host + "' IDENTIFIED BY '" + PASSWORD + "'");
            lab.sql("GRANT " + grant + " TO '" + user + "'@'" + host + "'");
        }
        return user;
    }
}
