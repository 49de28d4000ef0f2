package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.util.Optional;

/** What kind of sink a target has, and its settings. Immutable. */
sealed interface SinkPlan permits MySqlPlan, KafkaPlan, FilePlan {

    /** Returns {@code mysql}, {@code kafka} or {@code file}. */
    String kind();

    String description();

    /** Makes a sink. */
    PlannedSink make(CaptureMetrics metrics);

    Settings<?> settings();

    default int lanes() {
        return 1;
    }

    default Optional<SqlAccess> sql() {
        return Optional.empty();
    }

    default TableRoutes routes() {
        return TableRoutes.same();
    }

    default ColumnSelection columns() {
        return ColumnSelection.all();
    }
}
