package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.nio.file.Path;
import java.util.Optional;

/** One target of a configuration, and how its capture is made. Thread-safe; everything it makes is new at each call. */
public interface TargetPlan {

    /** Returns its name, unique in the configuration; the subscriber's name too. */
    String name();

    /** Returns {@code mysql}, {@code kafka} or {@code file}. */
    String kind();

    /** Returns where it leads, for people, without secrets: {@code jdbc:mysql://host:3306/shop}, {@code topic x at host:9092}. */
    String description();

    /** Returns how many lanes write at once, 1 for a sink in order. */
    int lanes();

    /** Returns where its position is kept. */
    Path checkpointFile();

    /**
     * Returns a builder with all that the configuration says of this target's capture, subscriber included; left out are checkpoints,
     * metrics, listeners and skipped transactions. May ask the cluster for the namespace, and so block.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if the cluster does not have what the configuration names
     * @throws io.github.binlogcapturer.error.RetriableException if the cluster cannot be asked now
     */
    BinlogCapturerBuilder capture() throws InterruptedException;

    /** Returns which of the source's tables it captures; that they are linked too is not asked here. */
    TableFilter tables();

    /** Makes the sink; connects to nothing. */
    PlannedSink sink(CaptureMetrics metrics);

    /** Returns how the target's tables are reached by SQL, for comparing them with the source; empty unless it is a database. */
    Optional<SqlAccess> sql();

    /** Returns which table of the target each table goes to; {@link TableRoutes#same} unless it is a database. */
    TableRoutes routes();

    /** Returns which columns are written; all unless it is a database. */
    ColumnSelection columns();
}
