package io.github.binlogcapturer.server.functional;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.capture.CaptureService;
import io.github.binlogcapturer.server.capture.TargetPositions;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

/** Positions of real targets set back and ahead: nothing is lost, and what comes again is what was asked for. */
@Timeout(240)
class RewindTest {

    @TempDir
    private Path folder;

    private RealTargets real;
    private final List<CommitTs> commits = new ArrayList<>();

    @BeforeEach
    void open() {
        real = new RealTargets(folder);
        for (long id = 0; id < 6; id++) {
            commits.add(real.insert(id, "fine"));
        }
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void shouldSetADatabaseBackAndAhead() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        String database = server.createDatabase();
        PlayedSql.createTables(
                server, database, List.of("CREATE TABLE accounts (id BIGINT PRIMARY KEY, balance BIGINT, note TEXT)"));
        String targets = """
                - name: dw
                  mysql:
                    url: "jdbc:mariadb://127.0.0.1:%d/%s"
                    user: %s
                    password: "%s"
                    routes: [{from: "shop.*", to: "%s.{table}"}]
                """.formatted(server.port(), database, server.user(), server.password(), database);
        runUpTo(targets, commits.get(5));
        assertThat(ids(server, database)).containsExactly("0", "1", "2", "3", "4", "5");

        empty(server, database);
        set(targets, StartPosition.after(commits.get(2)));
        runUpTo(targets, commits.get(5));
        assertThat(ids(server, database)).as("behind the third").containsExactly("3", "4", "5");

        empty(server, database);
        set(targets, StartPosition.earliest());
        runUpTo(targets, commits.get(5));
        assertThat(ids(server, database)).as("from the earliest").hasSize(6);

        empty(server, database);
        commits.add(real.insert(6, "left out"));
        commits.add(real.insert(7, "fine"));
        set(targets, StartPosition.after(commits.get(6)));
        runUpTo(targets, commits.get(7));
        assertThat(ids(server, database)).as("ahead").containsExactly("7");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSetATopicBackAndAhead(boolean exactlyOnce) throws Exception {
        KafkaBroker broker = KafkaBroker.shared();
        String topic = "rewind-" + exactlyOnce + "-" + System.nanoTime();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        String targets = """
                - name: dw
                  kafka:
                    bootstrapServers: [%s]
                    topics: %s
                    exactlyOnce: %s
                    watermarks: 0s
                """.formatted(broker.bootstrapServers(), topic, exactlyOnce ? "{id: " + topic + "}" : "false");
        runUpTo(targets, commits.get(5));
        runUpTo(targets, commits.get(5));
        assertThat(Topics.ids(broker, topic)).isEqualTo(times(1, 1, 1, 1, 1, 1));

        set(targets, StartPosition.after(commits.get(2)));
        runUpTo(targets, commits.get(5));
        assertThat(Topics.ids(broker, topic)).isEqualTo(times(1, 1, 1, 2, 2, 2));

        commits.add(real.insert(6, "left out"));
        commits.add(real.insert(7, "fine"));
        set(targets, StartPosition.after(commits.get(6)));
        runUpTo(targets, commits.get(7));
        assertThat(Topics.ids(broker, topic)).isEqualTo(times(1, 1, 1, 2, 2, 2, 0, 1));

        set(targets, StartPosition.earliest());
        runUpTo(targets, commits.get(7));
        assertThat(Topics.ids(broker, topic)).isEqualTo(times(2, 2, 2, 3, 3, 3, 1, 2));
    }

    @Test
    void shouldSetFilesBackOnlyOnceTheyAreMovedAway() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        String targets = "- name: dw\n  file: {folder: " + files + "}\n";
        runUpTo(targets, commits.get(5));

        assertThatThrownBy(() -> set(targets, StartPosition.after(commits.get(2))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Move all of them into another folder");
        runUpTo(targets, commits.get(5));
        assertThat(changes(files)).as("nothing was changed").isEqualTo(6);

        Files.move(files, folder.resolve("aside"));
        Files.createDirectory(files);
        set(targets, StartPosition.after(commits.get(2)));
        runUpTo(targets, commits.get(5));
        assertThat(changes(files)).isEqualTo(3);
    }

    private void runUpTo(String targets, CommitTs last) throws IOException {
        try (CaptureService service = real.started(targets)) {
            RealTargets.awaitPosition(service, last);
        }
    }

    private void set(String targets, StartPosition position) throws Exception {
        ServerPlan plan = real.plan(targets);
        new TargetPositions(plan, CaptureClock.system()).set(plan.targets().get(0), position, "ann");
    }

    private static void empty(MariaDbServer server, String database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM accounts");
        }
    }

    private static Iterable<String> ids(MariaDbServer server, String database) throws SQLException {
        return PlayedSql.rows(server, database, "accounts", "id").keySet();
    }

    private static Map<String, Integer> times(int... times) {
        Map<String, Integer> expected = new TreeMap<>();
        for (int id = 0; id < times.length; id++) {
            if (times[id] > 0) {
                expected.put(Integer.toString(id), times[id]);
            }
        }
        return expected;
    }

    private static int changes(Path files) throws IOException {
        int changes = 0;
        try (Stream<Path> all = Files.list(files)) {
            for (Path file :
                    all.filter(path -> path.toString().contains("jsonl")).toList()) {
                changes += (int) Files.readAllLines(file).stream()
                        .filter(line -> line.contains("\"note\""))
                        .filter(line -> line.contains("fine"))
                        .count();
            }
        }
        return changes;
    }
}
