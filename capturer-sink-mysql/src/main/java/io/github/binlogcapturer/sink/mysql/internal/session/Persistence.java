package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is beside the batches, again and again while the server is down or busy. Thread-safe. */
final class Persistence {

    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final int SAY_AFTER = 3;

    private final Health health;

    Persistence(Health health) {
        this.health = health;
    }

    /** What is done. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SQLException, InterruptedException;
    }

    /**
     * Returns what a call gives, once the server takes it.
     *
     * @throws SQLException if it fails in a way that waiting does not heal
     */
    <T> T until(String what, Call<T> call) throws SQLException, InterruptedException {
        Backoff backoff = new Backoff();
        int tries = 0;
        while (true) {
            try {
                T result = call.run();
                health.up();
                return result;
            } catch (SQLException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while waiting to " + what);
                }
                await(what, e, ++tries);
            }
            backoff.pause();
        }
    }

    private void await(String what, SQLException e, int tries) throws SQLException {
        ErrorClass type = ErrorTable.classOf(e);
        switch (type) {
            case RETRY -> {
                if (tries % SAY_AFTER == 0) {
                    LOG.warn(
                            "Still trying to {} after {} tries: {}. Somebody holds the locks; SHOW PROCESSLIST at the"
                                    + " target tells who",
                            what,
                            tries,
                            Faults.text(e));
                }
            }
            case RECONNECT, WAIT -> health.down(e);
            case SCHEMA -> {
                if (!ErrorTable.isDoneAlready(e) || tries >= SAY_AFTER) {
                    throw e; // the first time what was read may just be old
                }
            }
            case SHRINK, ROW_FAULT, FATAL -> throw e;
        }
    }

    /** Calls again for a while where a table of the target does not fit. */
    static <T> T untilFits(Duration limit, Runnable refresh, Call<T> call) throws SQLException, InterruptedException {
        long pauseMs = Math.min(1_000, 1 + limit.toMillis() / 10);
        long leftMs = limit.toMillis();
        boolean first = true;
        while (true) {
            try {
                return call.run();
            } catch (TargetSchemaException e) {
                if (leftMs <= 0) {
                    throw e;
                }
                if (first) {
                    LOG.warn(
                            "{}. Waiting {} s for a change of it",
                            e.getMessage(),
                            TimeUnit.MILLISECONDS.toSeconds(leftMs));
                    first = false;
                }
            }
            Thread.sleep(pauseMs);
            leftMs -= pauseMs;
            refresh.run();
        }
    }
}
