package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.ZeroDates;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * How tables of the source become tables of the target.
 *
 * @param foreignKeyChecks whether the sessions check foreign keys; if not, none are read
 * @param zone the time zone of the sessions, in which TIMESTAMP values are written
 */
public record MappingSettings(
        TableRoutes routes,
        ColumnSelection columns,
        ZeroDates zeroDates,
        boolean createMissingTables,
        SchemaChangePolicy schemaChanges,
        boolean foreignKeyChecks,
        ZoneId zone) {

    public MappingSettings {
        Objects.requireNonNull(routes, "routes");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(zeroDates, "zeroDates");
        Objects.requireNonNull(schemaChanges, "schemaChanges");
        Objects.requireNonNull(zone, "zone");
    }

    /** Returns settings by which everything keeps its name and nothing is created. */
    public static MappingSettings defaults() {
        return new MappingSettings(
                TableRoutes.same(),
                ColumnSelection.all(),
                ZeroDates.KEEP,
                false,
                SchemaChangePolicy.REPORT,
                true,
                ZoneOffset.UTC);
    }
}
