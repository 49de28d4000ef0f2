package io.github.binlogcapturer.benchmarks.original;

import io.github.binlogcapturer.event.RowChange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The sender policy of the Python original: row changes gather in a window of at most 1000; a key that is in the window already drains all
 * senders before it goes on; 16 threads, each with a connection in auto-commit mode, execute one statement after another. The key is that
 * of the primary key, without the table; a window that is full is cleared without waiting for its statements. So changes of one row are
 * in order only where they are in one window, or far apart: further than a window and a queue.
 *
 * <p>Left out is what never ends or crashes: updates that every thread executes for ever, the last 999 changes that wait for more to come,
 * runs of inserts or deletes joined into one statement, which lose their timestamp where the kind changes, and statements that fail
 * and are repeated for ever. Python itself is left out too, and so are its processes with queues between them, JSON, and the checkpoint: this
 * is what the policy can do, and faster than the original is.
 *
 * <p>Fed by one thread.
 */
final class OriginalSender implements AutoCloseable {

    static final int WINDOW = 1000;
    static final int THREADS = 16;
    /** As long as each of the original's queues. */
    private static final int QUEUE = 2000;

    private final BlockingQueue<String> statements = new ArrayBlockingQueue<>(QUEUE);
    private final List<Connection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final List<String> window = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    // guarded by this
    private long executed;

    private volatile boolean closed;
    private long sent;
    private int drained;

    /** Connects all senders. */
    OriginalSender(String url, String user, String password) throws SQLException {
        for (int i = 0; i < THREADS; i++) {
            Connection connection = DriverManager.getConnection(url, user, password);
            connections.add(connection);
            threads.add(new Thread(() -> send(connection), "original-sender-" + i));
        }
        threads.forEach(Thread::start);
    }

    /** Takes a change. */
    void take(RowChange change) throws InterruptedException {
        if (!keys.add(OriginalSql.key(change.image()))) {
            flush();
            drain();
            drained++;
            keys.add(OriginalSql.key(change.image()));
        }
        String sql = OriginalSql.of(change);
        if (sql != null) {
            window.add(sql);
        }
        if (keys.size() == WINDOW) {
            flush();
        }
    }

    /** Has everything executed. */
    void end() throws InterruptedException, SQLException {
        flush();
        drain();
        SQLException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Returns how often a conflict has drained the senders. */
    int drained() {
        return drained;
    }

    private void flush() throws InterruptedException {
        for (String sql : window) {
            statements.put(sql);
        }
        sent += window.size();
        window.clear();
        keys.clear();
    }

    private synchronized void drain() throws InterruptedException {
        while (executed < sent) {
            wait();
        }
    }

    private void send(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            while (!closed) {
                execute(statement, statements.take());
                noteExecuted();
            }
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that fails counts, so that nobody waits for it for ever; the failure is thrown at the end. */
    private void execute(Statement statement, String sql) {
        try {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        }
    }

    private synchronized void noteExecuted() {
        executed++;
        if (executed == sent) {
            notifyAll();
        }
    }

    /** Ends the senders; what they have not executed yet stays undone. */
    @Override
    public void close() throws SQLException {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
