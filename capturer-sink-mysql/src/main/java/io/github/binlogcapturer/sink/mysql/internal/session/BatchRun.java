package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import io.github.binlogcapturer.sink.mysql.internal.progress.LaneRow;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlanMode;
import io.github.binlogcapturer.spi.BatchRefusedException;
import io.github.binlogcapturer.spi.LaneBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets one batch into the target, through whatever errors there are; {@link ErrorClass} says what each of them leads to. */
final class BatchRun {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    /** Folding gains nothing from more at once, and memory would be held for all of it. */
    private static final int SLICE_CHANGES = 4096;

    private static final int TRIES_TOGETHER = 2;
    private static final int SHRINK_BY = 8;
    private static final long FIRST_WARNING_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long SCHEMA_PAUSE_MS = 1_000;

    private final LaneTools tools;
    private final LaneLink link;
    private final @Nullable LaneRow row;
    private final LaneBatch batch;
    private final long number;
    private final Backoff backoff = new Backoff();

    private Execution execution;
    private PlanMode mode;
    private List<List<Transaction>> slices;
    private int maxRows;
    private boolean mayCommit;
    private int tries;
    private boolean triedBefore;
    private final long beganNs;
    private long warnAfterNs = FIRST_WARNING_NS;
    private @Nullable SchemaPatience schemaPatience;

    BatchRun(LaneTools tools, Execution execution, LaneBatch batch) {
        this.tools = tools;
        this.link = tools.link();
        this.row = tools.row();
        this.batch = batch;
        this.number = row == null ? 0 : row.next();
        this.execution = execution;
        this.mode = tools.mode();
        this.slices = Work.slices(batch.transactions(), SLICE_CHANGES);
        this.maxRows = tools.settings().maxRows();
        this.mayCommit = !batch.turn().isOrdered();
        this.beganNs = tools.settings().clock().nanoTime();
    }

    void run() throws Exception {
        link.renew();
        try {
            while (!isDone()) {
                warnIfLong();
            }
        } catch (Exception | Error e) {
            link.rollback(); // whatever it held, others may wait for
            throw e;
        }
        link.used();
        tools.health().up();
        if (execution instanceof Isolation isolation) {
            isolation.committed();
        }
    }

    private boolean isDone() throws Exception {
        try {
            Connection connection = link.connection();
            if (isAppliedAlready(connection)) {
                return true;
            }
            execute(connection);
            if (row != null) {
                row.committed(number);
            }
            return true;
        } catch (SQLException e) {
            return isDoneDespite(e);
        } catch (TargetSchemaException e) {
            link.rollback();
            awaitSchema(e);
            return false;
        } catch (DataException e) {
            link.rollback();
            return isDoneDespiteFault(e);
        }
    }

    /** After a lost connection: finds out, and keeps a straggler from being committed after all. */
    private boolean isAppliedAlready(Connection connection) throws SQLException {
        boolean applied = link.isUnsure() && row != null && row.settle(connection, number) == LaneRow.Outcome.APPLIED;
        link.settled();
        return applied;
    }

    private void execute(Connection connection) throws SQLException, InterruptedException {
        execution.execute(connection, new Work(slices, mode, batch.progress(), number, mayCommit));
        if (mayCommit) {
            return;
        }
        boolean turn = batch.turn().await();
        if (turn) {
            mayCommit = true;
            connection.commit();
            return;
        }
        link.rollback(); // an earlier batch may wait for our locks
        batch.turn().await();
        mayCommit = true;
        execute(link.connection());
    }

    private boolean isDoneDespite(SQLException e) throws Exception {
        if (Thread.interrupted()) {
            link.drop();
            throw new InterruptedException("Interrupted while writing to " + tools.target());
        }
        ErrorClass type = ErrorTable.classOf(e);
        triedBefore |= type != ErrorClass.ROW_FAULT;
        tools.meter().retried(type);
        if (type == ErrorClass.RECONNECT || type == ErrorClass.WAIT) {
            link.drop();
        } else {
            link.rollback();
        }
        switch (type) {
            case RETRY -> retry(e);
            case RECONNECT -> reconnect(e);
            case WAIT -> await(e);
            case SHRINK -> shrink(e);
            case SCHEMA -> awaitSchema(e);
            case ROW_FAULT -> {
                return isDoneDespiteFault(e);
            }
            case FATAL ->
                throw new SinkException(
                        "The target " + tools.target() + " refuses " + name() + ": " + Faults.text(e)
                                + ". Nothing of it was applied",
                        e);
        }
        return false;
    }

    private void retry(SQLException e) throws BatchRefusedException, InterruptedException {
        if (ErrorTable.isContention(e)) {
            batch.turn().blocked();
        }
        tries++;
        if (tries >= TRIES_TOGETHER && batch.transactions().size() > 1) {
            throw refused(e);
        }
        LOG.debug("Trying {} again after {}", name(), Faults.text(e));
        backoff.pause();
    }

    private void reconnect(SQLException e) throws InterruptedException {
        tries++;
        LOG.info("Lost the connection to {} over {}: {}. Connecting again", tools.target(), name(), Faults.text(e));
        backoff.pause();
    }

    private void await(SQLException e) throws InterruptedException {
        tools.health().down(e);
        backoff.pause();
    }

    private void shrink(SQLException e) throws BatchRefusedException {
        if (batch.transactions().size() > 1) {
            throw refused(e);
        }
        if (maxRows == 1) {
            throw new SinkException(
                    "The target " + tools.target() + " has no room for " + name() + ", even row by row: "
                            + Faults.text(e) + ". Raise max_allowed_packet (1153), max_binlog_cache_size (1197) or"
                            + " innodb_buffer_pool_size (1206) at the target",
                    e);
        }
        maxRows = Math.max(1, maxRows / SHRINK_BY);
        LOG.info("Cutting the statements of {} to {} rows after {}", name(), maxRows, Faults.text(e));
        execution = execution instanceof Isolation ? isolation() : tools.execution(maxRows);
    }

    /** A row does not fit, or does not seem to. */
    private boolean isDoneDespiteFault(Exception e) throws Exception {
        // An error of a COMMIT may be wrong, and then it is the batch itself that stands in its own way.
        if (row != null && (isGuard(e) || triedBefore) && wasCommittedBefore(row)) {
            return true;
        }
        if (!batch.last()) {
            throw refused(e);
        }
        if (execution instanceof Isolation || batch.transactions().isEmpty()) {
            throw new SinkException(
                    "The target " + tools.target() + " refuses to commit " + name() + ": " + textOf(e), e);
        }
        if (isDuplicate(e)) {
            requireKnownKey(e);
        }
        if (slices.size() > 1) {
            // What frees a unique value may stand in a later slice than what takes it.
            slices = List.of(batch.transactions());
        } else if (mode != PlanMode.DISPLACING && isInTheWay(e)) {
            mode = PlanMode.DISPLACING;
            if (tools.meter().displaced(keyOf(e))) {
                LOG.warn(
                        "A row at {} holds a value of unique key {} that {} takes, so it goes: the source has lost its"
                                + " delete. Said once for this key",
                        tools.target(),
                        keyOf(e),
                        name());
            }
        } else if (mode != PlanMode.DISPLACING && tools.settings().sourceWins() && isDifference(e)) {
            mode = PlanMode.DISPLACING;
            tools.meter().rowFault("overwritten");
            String table = tables();
            if (tools.meter().isFirstOverwrite(table)) {
                LOG.warn(
                        "{} is not where the stream says, so {} overwrites it ({}). Said once for {}",
                        tools.target(),
                        name(),
                        codesOf(e),
                        table);
            }
        } else {
            mode = tools.settings().sourceWins() ? PlanMode.DISPLACING : tools.mode();
            execution = isolation();
        }
        return false;
    }

    /** Returns whether the error may mean that the progress row refuses to move. */
    private static boolean isGuard(Exception e) {
        return e instanceof SQLException sql && ErrorTable.codeOf(sql) == ErrorTable.BAD_NULL;
    }

    private boolean wasCommittedBefore(LaneRow progress) throws InterruptedException {
        try {
            return progress.look(link.connection(), number) == LaneRow.Outcome.APPLIED;
        } catch (SQLException e) {
            LOG.info("Cannot read the progress at {}: {}", tools.target(), Faults.text(e));
            link.drop(); // so that it is read before anything else
            return false;
        }
    }

    private static boolean isInTheWay(Exception e) {
        return isDuplicate(e) && !keyOf(e).matches("(.*\\.)?PRIMARY");
    }

    private static boolean isDuplicate(Exception e) {
        return e instanceof SQLException sql && ErrorTable.codeOf(sql) == ErrorTable.DUPLICATE_ENTRY;
    }

    /** A count that is wrong shows in the progress row's guard, where all travels in one packet. */
    private static boolean isDifference(Exception e) {
        return isDuplicate(e) || isGuard(e) || e instanceof CountMismatch;
    }

    /** Transactions that meet in a key that the rules did not have may have overtaken one another, so the later one could be overwritten. */
    private void requireKnownKey(Exception e) throws SQLException {
        Set<TableSchema> schemas = new HashSet<>();
        for (RowChange change : batch.transactions().get(0).changes()) {
            schemas.add(change.schema());
        }
        for (TableSchema schema : schemas) {
            if (tools.catalog().isKnownKey(tools.catalog().table(schema).name(), keyOf(e))) {
                return;
            }
        }
        throw new SinkException(
                "Key " + keyOf(e) + " was added to a table of " + tools.target() + " while the capture ran, and "
                        + name()
                        + " violates it: " + codesOf(e)
                        + ". Nothing of it was applied. Start the capture again, so that it"
                        + " heeds the key; compare the table with TableVerifier, since earlier transactions did not",
                e);
    }

    private String tables() {
        return batch.transactions().get(0).changes().stream()
                .map(change -> change.table().toString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Returns the name of a violated key, with the table in front of it or without. */
    private static String keyOf(Exception e) {
        String text = e instanceof SQLException sql ? Faults.text(sql) : "";
        int from = text.lastIndexOf("for key '");
        int to = from < 0 ? -1 : text.indexOf('\'', from + 9);
        return to < 0 ? "" : text.substring(from + 9, to);
    }

    private Isolation isolation() {
        return new Isolation(
                tools.planner(maxRows),
                row,
                tools.facts(),
                tools.faults(),
                batch.transactions().get(0));
    }

    private void awaitSchema(Exception e) throws InterruptedException {
        tools.catalog().refresh();
        SchemaPatience patience = schemaPatience;
        if (patience == null) {
            schemaPatience = new SchemaPatience(
                    tools.settings().ddlWait().toNanos(),
                    tools.settings().clock().nanoTime());
            return; // what was kept in memory may just have been old
        }
        if (patience.isOver(tools.settings().clock().nanoTime())) {
            throw schemaError(e);
        }
        patience.sayOnce(tools.target(), name(), e);
        Thread.sleep(Math.min(SCHEMA_PAUSE_MS, patience.pauseMs()));
    }

    private SinkException schemaError(Exception e) {
        if (e instanceof TargetSchemaException known) {
            return known;
        }
        return new SinkException(
                "A table at " + tools.target() + " does not fit " + name() + ": " + textOf(e)
                        + ". Change it, or let the sink create or alter tables, then start again; schemaWait says how"
                        + " long a change is waited for",
                e);
    }

    private BatchRefusedException refused(Exception e) {
        return new BatchRefusedException("The target " + tools.target() + " refuses " + name() + ": " + textOf(e), e);
    }

    /** Returns what a log may show: the server's words hold values of the row. */
    private static String codesOf(Exception e) {
        if (isDuplicate(e)) {
            return "key " + keyOf(e) + " is taken, error " + ErrorTable.DUPLICATE_ENTRY;
        }
        return "a row is not there, or not as the stream says";
    }

    private static String textOf(Exception e) {
        return e instanceof SQLException sql ? Faults.text(sql) : String.valueOf(e.getMessage());
    }

    private String name() {
        List<Transaction> all = batch.transactions();
        if (all.isEmpty()) {
            return "an empty batch";
        }
        String last = all.get(all.size() - 1).commitTs().toString();
        return all.size() == 1
                ? "transaction " + all.get(0).txnId() + " committed at " + last
                : all.size() + " transactions committed up to " + last;
    }

    private void warnIfLong() {
        long nowNs = tools.settings().clock().nanoTime();
        if (nowNs - beganNs >= warnAfterNs) {
            warnAfterNs *= 2;
            LOG.warn(
                    "Trying for {} s to get {} into {}",
                    TimeUnit.NANOSECONDS.toSeconds(nowNs - beganNs),
                    name(),
                    tools.target());
        }
    }

    /** How long a DDL at the target is waited for. */
    private static final class SchemaPatience {

        private final long limitNs;
        private final long sinceNs;
        private boolean said;

        SchemaPatience(long limitNs, long sinceNs) {
            this.limitNs = limitNs;
            this.sinceNs = sinceNs;
        }

        boolean isOver(long nowNs) {
            return nowNs - sinceNs >= limitNs;
        }

        long pauseMs() {
            return 1 + TimeUnit.NANOSECONDS.toMillis(limitNs) / 10;
        }

        void sayOnce(String target, String batch, Exception e) {
            if (!said) {
                said = true;
                LOG.warn(
                        "A table at {} does not fit {}: {}. Waiting {} s for a change of it",
                        target,
                        batch,
                        e.getMessage(),
                        TimeUnit.NANOSECONDS.toSeconds(limitNs));
            }
        }
    }
}
