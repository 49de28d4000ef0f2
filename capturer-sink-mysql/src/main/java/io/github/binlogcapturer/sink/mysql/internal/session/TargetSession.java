package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.Delivery;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.internal.progress.LaneRow;
import io.github.binlogcapturer.sink.mysql.internal.progress.ProgressStore;
import io.github.binlogcapturer.sink.mysql.internal.progress.Takeover;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open target. Used by one thread, while its lanes are used by theirs. */
public final class TargetSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);

    private final TargetSettings settings;
    private final Health health;
    private final Persistence persistence;
    private final Meter meter;
    private final ProgressStore store;
    private final RowFaultHandler faults;

    private final TargetPool pool;
    private final ServerFacts facts;
    private final TargetCatalog catalog;
    private final boolean fused;
    private final @Nullable Takeover takeover;
    private final InterruptWatch watch = new InterruptWatch();

    private TargetSession(TargetSettings settings, SinkContext context) throws SQLException, InterruptedException {
        this.settings = settings;
        this.health = new Health(settings.clock(), target());
        this.persistence = new Persistence(health);
        this.meter = new Meter(settings.metrics());
        this.faults = new RowFaultHandler(settings.rowFaults(), meter);
        this.store =
                new ProgressStore(settings.progressTable(), context.capture() + "/" + context.subscriber(), holder());
        SessionSource source = new SessionSource(settings.session());
        FirstLook look = persistence.until("connect to " + target(), () -> firstLook(source));
        this.facts = look.facts();
        this.fused = look.takesMany();
        this.pool = new TargetPool(source, settings.session(), settings.apply().lanes());
        try {
            this.catalog = new TargetCatalog(settings.mapping(), facts, pool.dataSource());
            this.takeover = settings.exactlyOnce() ? takeOverOrGoOn() : null;
            persistence.until("make the dead letter table", this::prepareFaults);
            watch.start();
        } catch (SQLException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
        if (takeover == null) {
            LOG.warn("Delivery into {} is at least once: after a break some transactions are applied again", target());
        }
    }

    /**
     * Connects, waits for a server that is down, and takes the progress over.
     *
     * @throws ConfigurationException if the driver is missing, or names are too long
     * @throws SinkException if the server turns the account down
     * @throws InterruptedException if the thread was interrupted
     */
    public static TargetSession open(TargetSettings settings, SinkContext context) throws InterruptedException {
        try {
            return new TargetSession(settings, context);
        } catch (SQLException e) {
            throw new SinkException(
                    "Cannot open the target " + settings.session() + " as user "
                            + settings.session().user() + ": " + Faults.text(e),
                    e);
        } catch (IllegalArgumentException e) {
            throw new SinkException("Cannot open the target " + settings.session() + ": " + e.getMessage(), e);
        }
    }

    /** Returns what the target holds. */
    public SinkStanding standing() {
        return takeover == null ? SinkStanding.unknown() : takeover.standing();
    }

    /** Returns how often a transaction arrives. */
    public Delivery delivery() {
        return takeover == null ? Delivery.AT_LEAST_ONCE : Delivery.EXACTLY_ONCE;
    }

    /** Makes a lane; it connects with its first batch. */
    public SinkLane lane(int number) {
        LaneLink link = new LaneLink(
                pool,
                health,
                target(),
                settings.clock(),
                TimeUnit.SECONDS.toNanos(settings.session().idleLimitS()));
        LaneRow row = takeover == null ? null : store.lane(number, takeover);
        LaneWriter lane = new LaneWriter(
                new LaneTools(settings, target(), facts, catalog, link, row, fused, faults, health, meter));
        watch.add(lane);
        return lane;
    }

    /** Says what conflicts at the target; waits while the server is down, and a while for a table that does not fit. */
    public ConflictRules rules(TableSchema table) throws InterruptedException {
        return ask("read the target's table for " + table.name(), () -> {
            checkEpochBeforeDdl();
            return Persistence.untilFits(settings.ddlWait(), catalog::refresh, () -> catalog.rules(table));
        });
    }

    /** Takes a changed schema to the target as the settings say. */
    public void schemaChanged(SchemaChange change) throws InterruptedException {
        ask("take a change of " + change.after().name() + " to the target", () -> {
            checkEpochBeforeDdl();
            catalog.schemaChanged(change);
            return true;
        });
    }

    /**
     * Keeps a capturer that was fenced from changing tables. DDL is in no transaction with the progress, so one that is fenced between this
     * look and its DDL still does it.
     */
    private void checkEpochBeforeDdl() throws SQLException {
        boolean changes = settings.mapping().createMissingTables()
                || settings.mapping().schemaChanges() == SchemaChangePolicy.APPLY;
        if (changes && takeover != null) {
            try (Connection connection = pool.dataSource().getConnection()) {
                store.requireOurs(connection, takeover);
            }
        }
    }

    private <T> T ask(String what, Persistence.Call<T> call) throws InterruptedException {
        try {
            return persistence.until(what, () -> {
                try {
                    return call.run();
                } catch (SQLException e) {
                    if (ErrorTable.isDoneAlready(e)) {
                        catalog.refresh();
                    }
                    throw e;
                }
            });
        } catch (SQLException e) {
            throw new SinkException("Cannot " + what + ": " + Faults.text(e), e);
        }
    }

    private String target() {
        return settings.session().toString();
    }

    private FirstLook firstLook(SessionSource source) throws SQLException {
        try (Connection connection = connect(source)) {
            ServerFacts read = ServerFacts.read(connection);
            return new FirstLook(read, settings.session().multiStatements() && takesMany(connection));
        }
    }

    /** A setting that is wrong is an error here; later the same may be the name server's or the network's trouble. */
    private Connection connect(SessionSource source) throws SQLException {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            String remedy = WrongSetting.remedy(e);
            if (remedy == null) {
                throw e;
            }
            throw new SinkException(
                    "Cannot connect to the target " + target() + " as user "
                            + settings.session().user() + ": " + Faults.text(e) + "; " + remedy,
                    e);
        }
    }

    /** Tries what packets rely on: several statements, and a variable that lasts from one to the next. */
    private boolean takesMany(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute("SET @binlogcapturer_hits = 41;SELECT @binlogcapturer_hits + 1");
            if (!rows && statement.getMoreResults()) {
                rows = true;
            }
            if (rows) {
                try (ResultSet row = statement.getResultSet()) {
                    if (row.next() && row.getInt(1) == 42) {
                        return true;
                    }
                }
            }
            LOG.warn("{} answers several statements in one packet wrongly, so they are sent one by one", target());
            return false;
        } catch (SQLException e) {
            ErrorClass type = ErrorTable.classOf(e);
            if (type == ErrorClass.RECONNECT && !isRefusal(e)) {
                throw e;
            }
            LOG.warn(
                    "{} takes no several statements in one packet, so they are sent one by one, which is slower: {}",
                    target(),
                    Faults.text(e));
            return false;
        }
    }

    private static boolean isRefusal(SQLException e) {
        return ErrorTable.codeOf(e) == 1064;
    }

    private @Nullable Takeover takeOverOrGoOn() throws SQLException, InterruptedException {
        try {
            return persistence.until(
                    "take over the progress in " + settings.progressTable()
                            + " (which waits for the transactions of the former capturer; where it is gone, the server"
                            + " ends them within "
                            + settings.session().idleLimitS() + " s)",
                    this::takeOver);
        } catch (SQLException e) {
            if (!ErrorTable.isDenied(e)) {
                throw e;
            }
            LOG.warn(
                    "User {} may not keep progress at {}: {}. For delivery exactly once run as an administrator: {};"
                            + " or: {};",
                    settings.session().user(),
                    target(),
                    Faults.text(e),
                    store.grantStatement(settings.session().user()),
                    store.createStatement());
            return null;
        }
    }

    private Takeover takeOver() throws SQLException {
        try (Connection connection = pool.dataSource().getConnection()) {
            store.create(connection);
            return takeOver(connection);
        }
    }

    /** A right that is missing on a table that is there was revoked, and repeating what is done must not come of that. */
    private Takeover takeOver(Connection connection) throws SQLException {
        try {
            return store.takeOver(connection, settings.apply().lanes());
        } catch (SQLException e) {
            if (!ErrorTable.isDenied(e)) {
                throw e;
            }
            throw new SinkException(
                    "User " + settings.session().user() + " may not write the table of progress "
                            + settings.progressTable() + " at " + target() + ": " + Faults.text(e)
                            + ". Run as an administrator: "
                            + store.grantStatement(settings.session().user())
                            + "; or do without it by deliverAtLeastOnce()",
                    e);
        }
    }

    private boolean prepareFaults() throws SQLException {
        try (Connection connection = pool.dataSource().getConnection()) {
            faults.prepare(connection);
            return true;
        }
    }

    private static String holder() {
        long process = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + ", process " + process;
        } catch (UnknownHostException e) {
            return "a host without a name, process " + process;
        }
    }

    /** Closes all connections, also under lanes that still use theirs. */
    @Override
    public void close() {
        watch.close();
        pool.close();
    }

    /** What the first connection tells. */
    private record FirstLook(ServerFacts facts, boolean takesMany) {}
}
