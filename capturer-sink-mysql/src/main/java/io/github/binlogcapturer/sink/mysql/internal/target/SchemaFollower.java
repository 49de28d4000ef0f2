package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one table of the target behind a changed schema, or says what would. Columns are told apart by their field ids. */
final class SchemaFollower {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaFollower.class);

    private final TableSchema before;
    private final TableSchema after;
    private final TableDescription target;
    private final MappingSettings settings;
    private final ServerFacts facts;
    private final TableDdl ddl;
    private final Map<Integer, Column> old;

    SchemaFollower(
            SchemaChange change, TableDescription target, MappingSettings settings, ServerFacts facts, TableDdl ddl) {
        this.before = Objects.requireNonNull(change.before());
        this.after = change.after();
        this.target = target;
        this.settings = settings;
        this.facts = facts;
        this.ddl = ddl;
        this.old = before.columns().stream().collect(Collectors.toMap(Column::fieldId, Function.identity()));
    }

    /** Runs DDL. */
    @FunctionalInterface
    interface Runner {
        void run(String sql) throws SQLException;
    }

    void follow(Predicate<String> usedElsewhere, Runner runner) throws SQLException {
        for (Column column : after.columns()) {
            Column was = old.get(column.fieldId());
            if (was != null && !was.name().equals(column.name())) {
                rename(was, column, usedElsewhere, runner);
            } else if (was == null && isReplaced(column)) {
                replace(column, usedElsewhere, runner);
            } else if (was == null) {
                add(column, runner);
            } else if (was.type() != column.type() || was.binary() != column.binary()) {
                report(ddl.modifyColumn(after, target.name(), column));
            }
        }
        for (Column column : before.columns()) {
            boolean gone = after.columns().stream().noneMatch(kept -> kept.fieldId() == column.fieldId());
            if (gone && !isNamed(after, column.name())) {
                drop(column, usedElsewhere, runner);
            }
        }
    }

    private void add(Column column, Runner runner) throws SQLException {
        if (isWritten(column) && target.column(column.name()).isEmpty()) {
            act(ddl.addColumn(after, target.name(), column), runner);
        }
    }

    /** Returns whether a dropped column had the name of a new one. */
    private boolean isReplaced(Column column) {
        return before.columns().stream()
                .anyMatch(other -> other.name().equalsIgnoreCase(column.name())
                        && after.columns().stream().noneMatch(kept -> kept.fieldId() == other.fieldId()));
    }

    /** Values of the old column must not be taken for those of the new one. */
    private void replace(Column column, Predicate<String> usedElsewhere, Runner runner) throws SQLException {
        Optional<TargetColumn> there = target.column(column.name());
        if (there.isEmpty()) {
            add(column, runner);
            return;
        }
        // a change may come again after a restart, when the new column has values already
        if (!isWritten(column) || there.get().comment().equals(TableDdl.comment(column))) {
            return;
        }
        String sql = ddl.replaceColumn(after, target.name(), there.get().name(), column);
        if (usedElsewhere.test(column.name())) {
            report(sql);
        } else {
            act(sql, runner);
        }
    }

    private void drop(Column column, Predicate<String> usedElsewhere, Runner runner) throws SQLException {
        Optional<TargetColumn> there = target.column(column.name());
        if (there.isEmpty() || !isWritten(column)) {
            return;
        }
        String sql = TableDdl.dropColumn(target.name(), there.get().name());
        if (usedElsewhere.test(column.name())) {
            report(sql);
        } else {
            act(sql, runner);
        }
    }

    /** A column that was only added under the new name would lose the values it has under the old one. */
    private void rename(Column was, Column column, Predicate<String> usedElsewhere, Runner runner) throws SQLException {
        Optional<TargetColumn> there = target.column(was.name());
        boolean done = target.column(column.name()).isPresent() && !was.name().equalsIgnoreCase(column.name());
        if (there.isEmpty() || done || !isWritten(column)) {
            return;
        }
        String sql = TableDdl.renameColumn(target.name(), there.get().name(), column.name());
        boolean possible = canRename() && !usedElsewhere.test(was.name()) && !isNamed(after, was.name());
        if (settings.schemaChanges() == SchemaChangePolicy.APPLY && !possible) {
            throw new TargetSchemaException("Column " + was.name() + " of table " + before.name()
                    + " of the source is now called " + column.name() + ", which the target " + target.name()
                    + " cannot follow by itself: the server cannot rename columns, or the old name is still used. Do"
                    + " what comes to \"" + sql + "\", then start again");
        }
        act(sql, runner);
    }

    private void act(String sql, Runner runner) throws SQLException {
        if (settings.schemaChanges() == SchemaChangePolicy.APPLY) {
            runner.run(sql);
        } else {
            report(sql);
        }
    }

    private void report(String sql) {
        LOG.warn(
                "Table {} changed at the source from version {} to {}; the target is not altered. To follow, run: {}",
                after.name(),
                before.version(),
                after.version(),
                sql);
    }

    private boolean isWritten(Column column) {
        return settings.columns().includes(after.name(), column);
    }

    private static boolean isNamed(TableSchema schema, String column) {
        return schema.columns().stream().anyMatch(other -> other.name().equalsIgnoreCase(column));
    }

    private boolean canRename() {
        return facts.mariaDb()
                ? facts.major() > 10 || (facts.major() == 10 && facts.minor() >= 5)
                : facts.isMySqlFrom(8, 0, 3);
    }
}
