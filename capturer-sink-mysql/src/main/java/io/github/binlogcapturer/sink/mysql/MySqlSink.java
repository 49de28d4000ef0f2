package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.internal.session.TargetSession;
import io.github.binlogcapturer.sink.mysql.internal.session.TargetSettings;
import io.github.binlogcapturer.sink.mysql.internal.session.TargetUpkeep;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkMaintenance;
import io.github.binlogcapturer.spi.SinkStanding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies transactions to MySQL, MariaDB and databases of their protocol, on several lanes, each transaction as a whole.
 *
 * <pre>{@code
 * ParallelSink sink = MySqlSink.builder()
 *         .url("jdbc:mysql://db.example.com:3306/shop")
 *         .user("replica")
 *         .password(password)
 *         .build();
 * }</pre>
 *
 * <p>Delivery is exactly once: a row per lane in a table of progress moves in the same transactions as the data. The table, by default
 * {@code binlogcapturer_progress} in the database of the URL, is made where it is missing. The user needs SELECT, INSERT, UPDATE
 * and, for the first time, CREATE on it, beside SELECT, INSERT, UPDATE and DELETE on the tables that are written, and SELECT on those
 * that refer to them by foreign keys. All of them are of transactional engines, as InnoDB is. Where the table of progress is missing and
 * may not be made, delivery is {@linkplain Delivery#AT_LEAST_ONCE at least once}, which {@link #delivery} and the log say.
 *
 * <p>Only one capturer may write for a capture and subscriber. A second one fences the first, which ends with a {@link FencedException}
 * and commits nothing more.
 *
 * <p>Deadlocks, lock waits, lost connections and a server that is down, read-only or out of connections are waited for, however long
 * it takes, and said in the log. A row that the target refuses for good is dealt with by the {@link RowFaultPolicy}.
 *
 * <p>For one run. Lanes are used by one thread each, all else by one thread; {@link #delivery} by any.
 */
public final class MySqlSink implements ParallelSink, SinkMaintenance {

    private final TargetSettings settings;
    private volatile @Nullable TargetSession session;
    private boolean opened;

    MySqlSink(TargetSettings settings) {
        this.settings = settings;
    }

    /** Starts a sink. */
    public static MySqlSinkBuilder builder() {
        return new MySqlSinkBuilder();
    }

    /**
     * Connects and takes the progress over from whoever had it. Waits while the server is down.
     *
     * @throws ConfigurationException if the driver is not on the class path
     * @throws SinkException if the server turns the account down, its name cannot be resolved, a setting of the driver does not fit the server, as
     *     with TLS that it does not have, or the progress cannot be read
     * @throws IllegalStateException if the sink was opened before
     * @throws InterruptedException if the thread was interrupted
     */
    @Override
    public SinkStanding open(SinkContext context) throws InterruptedException {
        if (opened) {
            throw new IllegalStateException("The sink is open already, or was; build a new one for each run");
        }
        opened = true;
        TargetSession open = TargetSession.open(settings, context);
        session = open;
        return open.standing();
    }

    /**
     * Reads the target's table. Waits while the server is down, and a while for a table that does not fit.
     *
     * @throws SinkException if the table does not fit, or cannot be read
     */
    @Override
    public ConflictRules rules(TableSchema table) throws InterruptedException {
        return usable().rules(table);
    }

    /** Makes a lane; it connects with its first batch. */
    @Override
    public SinkLane lane(int number) {
        return usable().lane(number);
    }

    /**
     * Takes the change to the target as the {@link SchemaChangePolicy} says.
     *
     * @throws SinkException if the target refuses it
     */
    @Override
    public void schemaChanged(SchemaChange change) throws InterruptedException {
        usable().schemaChanged(change);
    }

    @Override
    public ApplySettings settings() {
        return settings.apply();
    }

    /** Returns how often a transaction arrives at the target; before {@link #open}, how often it is meant to. */
    public Delivery delivery() {
        TargetSession open = session;
        if (open != null) {
            return open.delivery();
        }
        return settings.exactlyOnce() ? Delivery.EXACTLY_ONCE : Delivery.AT_LEAST_ONCE;
    }

    /** Closes all connections. Idempotent. */
    @Override
    public void close() {
        TargetSession open = session;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Looks whether the server answers, whether each table is there and fits, at the progress, and what the account may do as far as its grants
     * tell. Takes up to the connect timeout where the server does not answer.
     */
    @Override
    public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) {
        return new TargetUpkeep(settings).check(context, tables);
    }

    /** Reads the progress; empty where delivery is at least once, or the table of progress is not there. Waits for nobody. */
    @Override
    public Optional<CommitTs> heldPosition(SinkContext context) {
        return new TargetUpkeep(settings).heldPosition(context);
    }

    /**
     * Sets the progress back to nothing. A capturer that still runs is fenced: it ends with a {@link FencedException} and commits nothing
     * more.
     */
    @Override
    public void forgetPosition(SinkContext context) {
        new TargetUpkeep(settings).forgetPosition(context);
    }

    private TargetSession usable() {
        TargetSession open = session;
        if (open == null) {
            throw new IllegalStateException("The sink is not open; call open first");
        }
        return open;
    }

    /** Returns target and delivery; no password. */
    @Override
    public String toString() {
        return "MySqlSink into " + settings.session() + ", " + delivery();
    }
}
