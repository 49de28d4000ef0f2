package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What the sink does with less than it would like: rights, packets, a password. */
class DegradedTest {

    private static final String PASSWORD = "s3cret-p4ss";

    private static final MariaDbServer SERVER = MariaDbServer.withGrants();

    private final Lab lab = new Lab(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void shouldDeliverAtLeastOnceWithoutTheRightToKeepProgress() throws Exception {
        String user = user("writer", "SELECT, INSERT, UPDATE, DELETE ON " + lab.database + ".keyed");
        try (LogCapture log = LogCapture.ofSink();
                MySqlSink sink = lab.sink().user(user).password(PASSWORD).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(SinkStanding.unknown());
            assertThat(sink.delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
            assertThat(sink.toString()).contains("AT_LEAST_ONCE");
            assertThat(log.messages())
                    .anyMatch(line -> line.startsWith("WARN") && line.contains("at least once"))
                    .anyMatch(line -> line.contains("GRANT CREATE, SELECT") && line.contains("CREATE TABLE"));
            SinkLane lane = sink.lane(0);
            lane.apply(batch());
            for (int i = 0; i < 2; i++) {
                lane.apply(batch(transaction(1, lab.insert(lab.keyed, 1, "a"))));
                lane.apply(batch(transaction(2, lab.update(lab.keyed, 1, "a", "b"))));
            }
        }
        assertThat(lab.query("SELECT name FROM keyed")).containsExactly("b");
    }

    @Test
    void shouldDoWithATableOfProgressThatSomebodyElseMade() throws Exception {
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
        }
        String user = user("writer", "SELECT, INSERT, UPDATE ON " + lab.database + ".binlogcapturer_progress");
        try (MySqlSink sink = lab.sink().user(user).password(PASSWORD).build()) {
            sink.open(CONTEXT);
            assertThat(sink.delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
        }
    }

    @Test
    void shouldFailWhereTheRightToKeepProgressWasRevoked() throws Exception {
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
        }
        String user = user("revoked", "SELECT ON " + lab.database + ".binlogcapturer_progress");
        try (MySqlSink sink = lab.sink().user(user).password(PASSWORD).build()) {
            assertThatThrownBy(() -> sink.open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("GRANT CREATE, SELECT, INSERT, UPDATE")
                    .hasMessageContaining("deliverAtLeastOnce()");
        }
    }

    @Test
    void shouldKeepProgressInADatabaseOfItsOwnWhereTheUrlNamesNone() throws Exception {
        try (MySqlSink sink = lab.sink().url(SERVER.url("")).build()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(batch(transaction(1, lab.insert(lab.keyed, 1, "a"))));
        }
        assertThat(lab.query("SELECT COUNT(*) FROM binlogcapturer.binlogcapturer_progress WHERE seq > 0"))
                .containsExactly("1");
    }

    @Test
    void shouldSendSingleStatementsWhereSeveralAreRefused() throws Exception {
        try (LogCapture log = LogCapture.ofSink();
                MySqlSink sink =
                        lab.sink().property("allowMultiQueries", "false").build()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("one by one"))
                    .hasSize(1);
            lane.apply(batch(transaction(1, lab.insert(lab.keyed, 1, "a"), lab.insert(lab.keyless, 1, "a"))));
            lane.apply(batch(transaction(2, lab.update(lab.keyed, 1, "a", "b"), lab.delete(lab.keyless, 1, "a"))));
        }
        assertThat(lab.query("SELECT name FROM keyed")).containsExactly("b");
        assertThat(lab.query("SELECT id FROM keyless")).isEmpty();
    }

    @Test
    void shouldSayWhoWasTurnedDownWithoutThePassword() throws Exception {
        try (LogCapture all = new LogCapture("ROOT", ch.qos.logback.classic.Level.TRACE)) {
            MySqlSink sink = lab.sink()
                    .url("jdbc:mysql://nobody:" + PASSWORD + "@127.0.0.1:" + SERVER.port() + "/" + lab.database)
                    .user("nobody")
                    .password(PASSWORD)
                    .build();
            assertThatThrownBy(() -> sink.open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("nobody")
                    .hasMessageContaining("Access denied")
                    .satisfies(e -> assertThat(withCauses(e)).doesNotContain(PASSWORD));
            sink.close();
            assertThat(all.messages()).noneMatch(DegradedTest::hasPassword);
        }
    }

    @Test
    void shouldLogNoPasswordWhileItWorks() throws Exception {
        String user = user("writer", "ALL ON " + lab.database + ".*");
        try (LogCapture all = new LogCapture("ROOT", ch.qos.logback.classic.Level.TRACE);
                LogCapture pool = new LogCapture("com.zaxxer.hikari", ch.qos.logback.classic.Level.TRACE);
                MySqlSink sink = lab.sink().user(user).password(PASSWORD).build()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(batch(transaction(1, lab.insert(lab.keyed, 1, "a"))));
            assertThat(all.messages()).noneMatch(DegradedTest::hasPassword);
            assertThat(pool.messages()).isNotEmpty().noneMatch(DegradedTest::hasPassword);
        }
    }

    @Test
    void shouldGiveUpOnAHostThatIsNotKnown() {
        MySqlSink sink = MySqlSink.builder()
                .url("jdbc:mysql://no-such-host.invalid/x")
                .user("u")
                .build();
        assertThatThrownBy(() -> sink.open(CONTEXT))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql", "jdbc:mariadb"})
    void shouldGiveUpOnTlsThatTheServerDoesNotHave(String scheme) {
        MySqlSink sink = lab.sink()
                .url(scheme + "://127.0.0.1:" + SERVER.port() + "/" + lab.database)
                .property("sslMode", scheme.endsWith("mysql") ? "REQUIRED" : "trust")
                .build();
        assertThatThrownBy(() -> sink.open(CONTEXT))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("sslMode");
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("binlogcapturer-interrupts")));
    }

    private String user(String name, String grant) {
        String user = name + Math.abs(lab.database.hashCode() % 1_000_000);
        for (String host : new String[] {"127.0.0.1", "localhost"}) {
            lab.sql("CREATE USER IF NOT EXISTS '" + user + "'@'" + host + "' IDENTIFIED BY '" + PASSWORD + "'");
            lab.sql("GRANT " + grant + " TO '" + user + "'@'" + host + "'");
        }
        return user;
    }

    private static boolean hasPassword(String line) {
        return line.contains(PASSWORD);
    }

    private static String withCauses(Throwable error) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = error; at != null; at = at.getCause()) {
            text.append(at).append('\n');
        }
        return text.toString();
    }
}
