package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.internal.session.Secret;
import io.github.binlogcapturer.sink.mysql.internal.session.SessionSettings;
import io.github.binlogcapturer.sink.mysql.internal.session.TargetSettings;
import io.github.binlogcapturer.sink.mysql.internal.session.TargetUrl;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a {@link MySqlSink}. Settings are checked by {@link #build}. Not thread-safe. */
public final class MySqlSinkBuilder {

    private static final String PROGRESS_TABLE = "binlogcapturer_progress";
    private static final String PROGRESS_DATABASE = "binlogcapturer";
    private static final int MAX_LANES = 1024;
    private static final String OFFSET = "is an offset; use one such as +08:00, not \"";
    private static final String AFFECTED_ROWS = "useAffectedRows";
    private static final Set<String> OFF = Set.of("false", "no", "0");

    private @Nullable TargetUrl url;
    private @Nullable String user;
    private @Nullable Secret password;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private ApplySettings apply = ApplySettings.defaults();
    private int lanes = apply.lanes();
    private int batchChanges = apply.batchChanges();
    private long batchBytes = apply.batchBytes();
    private int window = apply.window();
    private TableRoutes routes = TableRoutes.same();
    private ColumnSelection columns = ColumnSelection.all();
    private ZeroDates zeroDates = ZeroDates.KEEP;
    private SchemaChangePolicy schemaChanges = SchemaChangePolicy.REPORT;
    private RowFaultPolicy rowFaults = RowFaultPolicy.fail();
    private boolean sourceWins = true;
    private boolean createMissingTables;
    private boolean foreignKeyChecks = true;
    private boolean exactlyOnce = true;
    private boolean multiStatements = true;
    private String timeZone = "+00:00";
    private @Nullable String progressTable;
    private int rowsPerStatement = 256;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration statementTimeout = Duration.ofMinutes(2);
    private Duration lockWait = Duration.ofSeconds(5);
    private Duration schemaWait = Duration.ofMinutes(1);
    private CaptureMetrics metrics = CaptureMetrics.none();
    private CaptureClock clock = CaptureClock.system();

    MySqlSinkBuilder() {}

    /**
     * Sets the JDBC URL of the target: {@code jdbc:mysql://host:port/database} for Connector/J, {@code jdbc:mariadb://...} for MariaDB's
     * driver. User and password in it are taken out of it at once; {@link #user} and {@link #password} go over them. Characters of them that
     * mean something in a URL are percent-encoded, such as {@code %2F} for a slash.
     *
     * @throws ConfigurationException if it is not of such a form, as with hosts in parentheses; the message does not show it
     */
    public MySqlSinkBuilder url(String value) {
        this.url = TargetUrl.parse(value);
        return this;
    }

    /** Sets the user. */
    public MySqlSinkBuilder user(String value) {
        this.user = Objects.requireNonNull(value, "user");
        return this;
    }

    /** Sets the password, empty by default. No log, message or {@code toString} shows it. */
    public MySqlSinkBuilder password(String value) {
        this.password = new Secret(value);
        return this;
    }

    /** Sets how many lanes write at once, 4 by default; each has a connection. 1 under {@link VisibleOrder#SERIAL}. */
    public MySqlSinkBuilder lanes(int value) {
        this.lanes = value;
        return this;
    }

    /** Sets what readers of the target may see, {@link VisibleOrder#EVENTUAL} by default. */
    public MySqlSinkBuilder order(VisibleOrder value) {
        this.apply = apply.withOrder(value);
        return this;
    }

    /**
     * Sets how much a transaction of the target holds at most, 1024 changes or 4 MiB by default; a larger one of the source comes alone.
     * Transactions that join because they wait for nothing but others of the batch, as those of one hot row do, come beside: four times as
     * many changes in all at most.
     */
    public MySqlSinkBuilder batch(int maxChanges, long maxBytes) {
        this.batchChanges = maxChanges;
        this.batchBytes = maxBytes;
        return this;
    }

    /** Sets how many transactions may be in flight, 16,384 by default. */
    public MySqlSinkBuilder window(int transactions) {
        this.window = transactions;
        return this;
    }

    /** Sets which table goes where, {@link TableRoutes#same} by default. */
    public MySqlSinkBuilder routes(TableRoutes value) {
        this.routes = Objects.requireNonNull(value, "routes");
        return this;
    }

    /** Sets which columns are written, all by default. */
    public MySqlSinkBuilder columns(ColumnSelection value) {
        this.columns = Objects.requireNonNull(value, "columns");
        return this;
    }

    /** Sets what becomes of dates that no calendar has, {@link ZeroDates#KEEP} by default. */
    public MySqlSinkBuilder zeroDates(ZeroDates value) {
        this.zeroDates = Objects.requireNonNull(value, "zeroDates");
        return this;
    }

    /** Sets whether tables that the target lacks are made, by default not. */
    public MySqlSinkBuilder createMissingTables(boolean value) {
        this.createMissingTables = value;
        return this;
    }

    /** Sets what is done when a table changes at the source, {@link SchemaChangePolicy#REPORT} by default. */
    public MySqlSinkBuilder schemaChanges(SchemaChangePolicy value) {
        this.schemaChanges = Objects.requireNonNull(value, "schemaChanges");
        return this;
    }

    /** Sets what becomes of rows that the target refuses for good, {@link RowFaultPolicy#fail} by default. */
    public MySqlSinkBuilder rowFaults(RowFaultPolicy value) {
        this.rowFaults = Objects.requireNonNull(value, "rowFaults");
        return this;
    }

    /**
     * Sets whether the target is made what the stream says where it turns out to be different, as is the default: a row that is missing is
     * written as a whole, one that is in the way of a key goes, one that is gone already stays gone. It is done for a transaction alone,
     * after everything before it, counted as {@code overwritten} and logged as a WARN, once for each table. BaikalDB's log is not exact where
     * one statement changes a row twice or displaces others, so such transactions occur without anybody's fault.
     *
     * <p>Turn it off where several tables of the source share one, since they would overwrite each other's rows, or where any
     * difference is to be looked at: then {@link #rowFaults} decides.
     */
    public MySqlSinkBuilder sourceWins(boolean value) {
        this.sourceWins = value;
        return this;
    }

    /**
     * Sets where progress is kept, as {@code database.table}. The default is {@code binlogcapturer_progress} in the URL's database, or
     * in a database {@code binlogcapturer} where the URL names none. Progress in another table is not found: move the rows.
     */
    public MySqlSinkBuilder progressTable(String value) {
        this.progressTable = Objects.requireNonNull(value, "progressTable");
        return this;
    }

    /** Keeps no progress at the target: delivery is {@link Delivery#AT_LEAST_ONCE}, and statements are of forms that can be repeated. */
    public MySqlSinkBuilder deliverAtLeastOnce() {
        this.exactlyOnce = false;
        return this;
    }

    /** Sets whether the target checks foreign keys, as it does by default. */
    public MySqlSinkBuilder foreignKeyChecks(boolean value) {
        this.foreignKeyChecks = value;
        return this;
    }

    /**
     * Sets the sessions' time zone, {@code +00:00} by default, in which TIMESTAMP columns are written; no change of what is stored. It is an
     * offset such as {@code +08:00}: where offsets change, as in {@code Asia/Shanghai} before 1992, some times have no or two meanings.
     */
    public MySqlSinkBuilder timeZone(String value) {
        this.timeZone = Objects.requireNonNull(value, "timeZone");
        return this;
    }

    /**
     * Sets a property of the driver, such as {@code sslMode} or {@code trustCertificateKeyStoreUrl}, over what the sink sets itself.
     * User and password have methods of their own.
     */
    public MySqlSinkBuilder property(String name, String value) {
        properties.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Sets how long a connection may take, 5 s by default. */
    public MySqlSinkBuilder connectTimeout(Duration value) {
        this.connectTimeout = Objects.requireNonNull(value, "connectTimeout");
        return this;
    }

    /** Sets after which time without an answer a connection counts as lost, 2 minutes by default; longer than any statement takes. */
    public MySqlSinkBuilder statementTimeout(Duration value) {
        this.statementTimeout = Objects.requireNonNull(value, "statementTimeout");
        return this;
    }

    /** Sets how long a statement waits for a lock before its transaction is tried again, 5 s by default; whole seconds. */
    public MySqlSinkBuilder lockWait(Duration value) {
        this.lockWait = Objects.requireNonNull(value, "lockWait");
        return this;
    }

    /** Sets how long a table that does not fit is waited for, 1 minute by default: its change at the target may be under way. */
    public MySqlSinkBuilder schemaWait(Duration value) {
        this.schemaWait = Objects.requireNonNull(value, "schemaWait");
        return this;
    }

    /** Sets how many rows a statement has at most, 256 by default. */
    public MySqlSinkBuilder rowsPerStatement(int value) {
        this.rowsPerStatement = value;
        return this;
    }

    /** Sets whether several statements travel in one packet where the server takes them, as is the default; slower without. */
    public MySqlSinkBuilder multiStatements(boolean value) {
        this.multiStatements = value;
        return this;
    }

    /** Sets where retries and refused rows are counted, nowhere by default. */
    public MySqlSinkBuilder metrics(CaptureMetrics value) {
        this.metrics = Objects.requireNonNull(value, "metrics");
        return this;
    }

    /** Sets where the time comes from, the system by default. */
    public MySqlSinkBuilder clock(CaptureClock value) {
        this.clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /**
     * Builds the sink. Connects to nothing; {@link MySqlSink#open} does.
     *
     * @throws ConfigurationException if a setting is missing or out of range; names it
     */
    public MySqlSink build() {
        TargetUrl target = required(url, "url");
        ZoneId zone = zone();
        return new MySqlSink(new TargetSettings(
                session(target, zone),
                new MappingSettings(
                        routes, columns, zeroDates, createMissingTables, schemaChanges, foreignKeyChecks, zone),
                applySettings(),
                rowFaults,
                sourceWins,
                progress(target),
                exactlyOnce,
                inRange(rowsPerStatement, "rowsPerStatement", 1, 65_536),
                notNegative(schemaWait, "schemaWait"),
                metrics,
                clock));
    }

    private SessionSettings session(TargetUrl target, ZoneId zone) {
        for (String name : properties.keySet()) {
            if (name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password")) {
                throw new ConfigurationException("Set " + name + " by user(...) and password(...), not as a property");
            }
        }
        refuseAffectedRows(target);
        Secret given = password != null ? password : target.password();
        return new SessionSettings(
                target.url(),
                required(user != null ? user : target.user(), "user"),
                given != null ? given : new Secret(""),
                properties,
                positive(connectTimeout, "connectTimeout"),
                positive(statementTimeout, "statementTimeout"),
                positive(lockWait, "lockWait"),
                foreignKeyChecks,
                zone,
                zeroDates,
                multiStatements);
    }

    /** With it an UPDATE that changes nothing counts no row, and would be taken for one that finds none. */
    private void refuseAffectedRows(TargetUrl target) {
        String value = target.parameter(AFFECTED_ROWS);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (property.getKey().equalsIgnoreCase(AFFECTED_ROWS)) {
                value = property.getValue();
            }
        }
        if (value != null && !OFF.contains(value.strip().toLowerCase(Locale.ROOT))) {
            throw new ConfigurationException("The driver's " + AFFECTED_ROWS + " is \"" + value
                    + "\", but the sink needs the rows that statements find, not only those that they change. Take it"
                    + " out of the URL or the properties");
        }
    }

    private ApplySettings applySettings() {
        inRange(lanes, "lanes", 1, MAX_LANES);
        int used = apply.order() == VisibleOrder.SERIAL ? 1 : lanes;
        try {
            return new ApplySettings(apply.order(), used, batchChanges, batchBytes, window);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("Settings batch, window and lanes do not fit: " + e.getMessage(), e);
        }
    }

    private TableName progress(TargetUrl target) {
        if (progressTable == null) {
            String database = target.database();
            return new TableName(database == null ? PROGRESS_DATABASE : database, PROGRESS_TABLE);
        }
        try {
            return TableName.parse(progressTable);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("Setting progressTable: " + e.getMessage(), e);
        }
    }

    private ZoneId zone() {
        try {
            if (ZoneId.of(timeZone).normalized() instanceof ZoneOffset offset) {
                return offset;
            }
        } catch (DateTimeException e) {
            throw new ConfigurationException("Setting timeZone " + OFFSET + timeZone + "\"", e);
        }
        throw new ConfigurationException("Setting timeZone " + OFFSET + timeZone
                + "\", whose offset changes, so that some times have no or two meanings");
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new ConfigurationException("Setting " + name + " is missing; call " + name + "(...)");
        }
        return value;
    }

    private static int inRange(int value, String name, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    "Setting " + name + " is from " + least + " to " + most + ", but is " + value);
        }
        return value;
    }

    private static Duration positive(Duration value, String name) {
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException(
                    "Setting " + name + " is longer than 0 and at most a day, but is " + value);
        }
        return value;
    }

    private static Duration notNegative(Duration value, String name) {
        if (value.isNegative()) {
            throw new ConfigurationException("Setting " + name + " is 0 or longer, but is " + value);
        }
        return value;
    }
}
