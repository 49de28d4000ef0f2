package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.server.original.OriginalCheckpoint;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A target as files describe it.
 *
 * @param captureName the configuration's name
 * @param captureSettings settings of the whole, with those of this target over them
 * @param originalCheckpoint where reading begins without a checkpoint and a start of its own
 */
record ConfiguredTarget(
        String name,
        String captureName,
        ClusterSettings cluster,
        Settings<BinlogCapturerBuilder> captureSettings,
        SinkPlan sinkPlan,
        Path checkpointFile,
        Optional<Path> originalCheckpoint)
        implements TargetPlan {

    @Override
    public String kind() {
        return sinkPlan.kind();
    }

    @Override
    public String description() {
        return sinkPlan.description();
    }

    @Override
    public int lanes() {
        return sinkPlan.lanes();
    }

    @Override
    public BinlogCapturerBuilder capture() throws InterruptedException {
        BinlogCapturerBuilder builder =
                BinlogCapturer.builder().name(captureName).subscribers(name).metaServers(cluster.metaServers());
        if (!cluster.binlogTables().isEmpty()) {
            builder.binlogTables(cluster.binlogTables().toArray(String[]::new));
        }
        if (!cluster.binlogTableIds().isEmpty()) {
            builder.binlogTableIds(cluster.binlogTableIds().toArray(Long[]::new));
        }
        originalCheckpoint
                .map(path -> new OriginalCheckpoint(path).start())
                .ifPresent(position -> builder.startFrom(StartPosition.checkpointOr(position)));
        captureSettings.applyTo(builder);
        List<String> own = captureSettings.texts(CaptureOptions.TABLES);
        builder.tables(tables(own.isEmpty() ? cluster.tables() : own));
        SourcePlace place = new SourcePlace(cluster, captureSettings.find(CaptureOptions.REGION, Long.class));
        place.find(builder);
        return builder;
    }

    private TableFilter tables(List<String> rules) {
        TableFilter filter = TableFilter.of(rules);
        return captureSettings.find(CaptureOptions.IGNORE_CASE, Boolean.class).orElse(false)
                ? filter.ignoringCase()
                : filter;
    }

    @Override
    public PlannedSink sink(CaptureMetrics metrics) {
        return sinkPlan.make(metrics);
    }

    @Override
    public Optional<SqlAccess> sql() {
        return sinkPlan.sql();
    }

    @Override
    public TableRoutes routes() {
        return sinkPlan.routes();
    }

    @Override
    public ColumnSelection columns() {
        return sinkPlan.columns();
    }
}
