package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.original.OriginalCheckpoint;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
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

    /** Stands for the namespace where only the cluster can tell it. */
    private static final String UNKNOWN_YET = "?";

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
        BinlogCapturerBuilder builder = settings();
        new SourcePlace(cluster, captureSettings.find(CaptureOptions.REGION, Long.class)).find(builder);
        return builder;
    }

    /** Returns a builder with all that is known without the cluster. */
    private BinlogCapturerBuilder settings() {
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
        return builder.tables(tables());
    }

    /** Returns why no capture can be built by the settings, or empty if one can. Connects to nothing. */
    Optional<String> fault() {
        try {
            settings()
                    .namespace(cluster.namespace().orElse(UNKNOWN_YET))
                    .checkpoints(CheckpointStore.inMemory())
                    .build()
                    .close();
            return Optional.empty();
        } catch (ConfigurationException | IllegalArgumentException | IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public TableFilter tables() {
        List<String> own = captureSettings.texts(CaptureOptions.TABLES);
        TableFilter filter = TableFilter.of(own.isEmpty() ? cluster.tables() : own);
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
