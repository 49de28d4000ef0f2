package io.github.binlogcapturer.server.functional;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.capture.CaptureService;
import io.github.binlogcapturer.server.capture.RefusedException;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.capture.TargetStatus;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Poison in real targets: which transaction is named, and what is there once it is left out. */
@Timeout(240)
class SkipTest {

    private static final long POISON = 77;

    @TempDir
    private Path folder;

    private RealTargets real;

    @BeforeEach
    void open() {
        real = new RealTargets(folder);
    }

    @AfterEach
    void close() {
        real.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldPassARowThatADatabaseRefuses(int lanes) throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        String database = server.createDatabase();
        PlayedSql.createTables(
                server,
                database,
                List.of("CREATE TABLE accounts (id BIGINT PRIMARY KEY, balance BIGINT, note TEXT,"
                        + " CONSTRAINT sane CHECK (note <> 'poison'))"));
        String targets = """
                - name: dw
                  mysql:
                    url: "jdbc:mariadb://127.0.0.1:%d/%s"
                    user: %s
                    password: "%s"
                    lanes: %d
                    routes: [{from: "shop.*", to: "%s.{table}"}]
                """.formatted(server.port(), database, server.user(), server.password(), lanes, database);
        CommitTs poison = insertAround("poison");
        try (CaptureService service = real.started(targets)) {
            awaitFailedAt(service, poison);
            assertThatThrownBy(() -> service.skipTransaction("dw", real.shop.beginning, "ann"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("not at");
            service.skipTransaction("dw", poison, "ann");
        }
        // the process may end before the position has passed it
        CommitTs last = real.insert(1000, "later");
        try (CaptureService service = real.started(targets)) {
            RealTargets.awaitPosition(service, last);
            assertThat(RealTargets.status(service).failedAt()).isNull();
        }
        assertThat(PlayedSql.rows(server, database, "accounts", "id")).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPassAChangeThatATopicDoesNotTake(boolean exactlyOnce) throws Exception {
        KafkaBroker broker = KafkaBroker.shared();
        String topic = "skip-" + exactlyOnce + "-" + System.nanoTime();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("max.message.bytes", "5000"))))
                    .all()
                    .get();
        }
        String targets = """
                - name: dw
                  kafka:
                    bootstrapServers: [%s]
                    topics: %s
                    exactlyOnce: %s
                    watermarks: 0s
                """.formatted(broker.bootstrapServers(), topic, exactlyOnce ? "{id: " + topic + "}" : "false");
        CommitTs poison = insertAround("x".repeat(20_000));
        try (CaptureService service = real.started(targets)) {
            awaitFailedAt(service, poison);
            service.skipTransaction("dw", poison, "ann");
        }
        CommitTs last = real.insert(1000, "later");
        try (CaptureService service = real.started(targets)) {
            RealTargets.awaitPosition(service, last);
        }
        Map<String, Integer> ids = Topics.ids(broker, topic);
        if (exactlyOnce) {
            assertThat(ids).isEqualTo(expected());
        } else {
            assertThat(ids.keySet()).isEqualTo(expected().keySet());
        }
    }

    @Test
    void shouldGoOnByItselfOnceATopicIsThere() throws Exception {
        KafkaBroker broker = KafkaBroker.shared();
        String topic = "late-" + System.nanoTime();
        String targets = """
                - name: dw
                  kafka: {bootstrapServers: [%s], topics: %s}
                """.formatted(broker.bootstrapServers(), topic);
        CommitTs last = real.insert(1, "fine");
        try (CaptureService service = real.started(targets)) {
            await().atMost(RealTargets.PATIENCE)
                    .until(() -> String.valueOf(RealTargets.status(service).lastError())
                            .contains("is missing"));
            RealTargets.awaitState(service, TargetState.WAITING);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
            RealTargets.awaitPosition(service, last);
        }
    }

    @Test
    void shouldTryAgainWhereNoNameServerKnowsTheBrokers() throws Exception {
        try (CaptureService service =
                real.started("- name: dw\n  kafka: {bootstrapServers: [\"nowhere.invalid:9092\"]}\n")) {
            assertThat(RealTargets.awaitState(service, TargetState.WAITING).lastError())
                    .contains("nowhere.invalid:9092 cannot be found");
        }
    }

    /** Many small transactions, so that the one in the middle is not alone in its batch. */
    private CommitTs insertAround(String note) {
        for (long id = 0; id < POISON; id++) {
            real.insert(id, "fine");
        }
        CommitTs poison = real.insert(POISON, note);
        for (long id = POISON + 1; id < 150; id++) {
            real.insert(id, "fine");
        }
        return poison;
    }

    private static Map<String, Integer> expected() {
        Map<String, Integer> expected = new TreeMap<>(Map.of("1000", 1));
        for (long id = 0; id < 150; id++) {
            if (id != POISON) {
                expected.put(Long.toString(id), 1);
            }
        }
        return expected;
    }

    private static void awaitFailedAt(CaptureService service, CommitTs poison) {
        await().atMost(RealTargets.PATIENCE).untilAsserted(() -> {
            TargetStatus status = RealTargets.status(service);
            assertThat(status.failedAt())
                    .as(() -> "where it failed, by " + status.lastError())
                    .isEqualTo(poison);
        });
    }
}
