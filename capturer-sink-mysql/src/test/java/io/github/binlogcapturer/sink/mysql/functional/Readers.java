package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Threads that read two numbers from a target over and over, each time in one snapshot, and check them. */
final class Readers implements AutoCloseable {

    /** Says whether two numbers that were read together may stand together. */
    @FunctionalInterface
    interface Check {
        boolean holds(long first, long second);
    }

    private final DatabaseServer server;
    private final String database;
    private final String sql;
    private final Check check;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    /** Reads that differed from the one before on their thread. */
    private final AtomicInteger states = new AtomicInteger();

    private volatile boolean stopped;

    Readers(int count, DatabaseServer server, String database, String sql, Check check) {
        this.server = server;
        this.database = database;
        this.sql = sql;
        this.check = check;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::read, "reader-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void read() {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            while (!stopped) {
                readOnce(statement);
            }
        } catch (SQLException e) {
            violations.add("a reader failed: " + e);
        }
    }

    private void readOnce(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            states.incrementAndGet();
            if (!check.holds(result.getLong(1), result.getLong(2))) {
                violations.add(result.getLong(1) + " and " + result.getLong(2));
            }
        } catch (SQLSyntaxErrorException notYetThere) {
            Thread.onSpinWait();
        }
    }

    /** Checks that at least so many reads were made, and none of them showed what may not be. */
    void requireNoViolation(int reads) {
        await().until(() -> states.get() >= reads || !violations.isEmpty());
        assertThat(violations).as("violations in %s reads", states).isEmpty();
    }

    @Override
    public void close() {
        stopped = true;
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
}
