package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.spi.CaptureClock;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of one lane, replaced when it breaks. Owned by the lane's thread; {@link #abort} may be called by any. */
final class LaneLink {

    private static final Logger LOG = LoggerFactory.getLogger(LaneLink.class);

    private final TargetPool pool;
    private final Health health;
    private final String target;

    private final CaptureClock clock;
    private final long idleLimitNs;

    private volatile @Nullable Connection pooled;
    /** The driver's own: the pool's would log a stack trace for each connection that is lost. */
    private volatile @Nullable Connection connection;

    private boolean unsure;
    private long usedNs;

    /** @param idleLimitNs after which time the server may have ended a connection that nobody has used */
    LaneLink(TargetPool pool, Health health, String target, CaptureClock clock, long idleLimitNs) {
        this.pool = pool;
        this.health = health;
        this.target = target;
        this.clock = clock;
        this.idleLimitNs = idleLimitNs;
    }

    /** Gives a connection back that was not used for long, before a batch: the server may be about to end it. */
    void renew() {
        if (connection != null && clock.nanoTime() - usedNs > idleLimitNs / 2) {
            close();
        }
    }

    /** Notes that a batch is done, so that nothing is open. */
    void used() {
        usedNs = clock.nanoTime();
    }

    /**
     * Returns the connection, or waits for a new one for as long as the server is down.
     *
     * @throws SinkException if the server turns the account down
     */
    Connection connection() throws InterruptedException {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        Backoff backoff = new Backoff();
        while (true) {
            try {
                Connection taken = pool.take();
                pooled = taken;
                connection = taken.unwrap(Connection.class);
                used();
                return taken;
            } catch (SQLException e) {
                failed(e);
            }
            backoff.pause();
        }
    }

    private void failed(SQLException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while connecting to " + target);
        }
        ErrorClass type = ErrorTable.classOf(e);
        if (pool.isClosed() || type == ErrorClass.FATAL || type == ErrorClass.SCHEMA) {
            throw new SinkException("Cannot connect to " + target + ": " + Faults.text(e), e);
        }
        health.down(e);
    }

    /** Returns whether a connection was lost over a batch, so that its outcome must be found out. */
    boolean isUnsure() {
        return unsure;
    }

    void settled() {
        unsure = false;
    }

    /** Rolls back; a connection that cannot is dropped. */
    void rollback() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            LOG.debug("Cannot roll back at {}, so the connection is closed", target, e);
            drop();
        }
    }

    /** Closes the connection; what was under way on it is unsure from here on. */
    void drop() {
        unsure = true;
        abort(); // closing in good order would ask the server first
        close();
    }

    void close() {
        Connection open = pooled;
        connection = null;
        pooled = null;
        if (open != null) {
            pool.evict(open);
        }
    }

    /** Breaks the connection under a lane that is stuck in it. */
    void abort() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Cannot abort a connection to {}", target, e);
        }
    }
}
