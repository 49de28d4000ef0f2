package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.server.config.LogSettings;
import io.github.binlogcapturer.server.config.PlannedSink;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.SqlAccess;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Plans without a configuration file. */
final class HandMadePlans {

    private HandMadePlans() {}

    /** Returns a plan that captures a simulated shop into files. */
    static ServerPlan files(SimulatedShop shop, Path folder) {
        return files(shop, folder, settings(shop, Optional.of(shop.cluster.namespace()), "shop.*"));
    }

    static ServerPlan files(SimulatedShop shop, Path folder, ClusterSettings settings) {
        makeFolder(folder.resolve("files"));
        return new ServerPlan(
                folder.resolve("capturer.yaml"),
                "shop",
                settings,
                new HttpSettings(true, "127.0.0.1", 0, Optional.empty()),
                LogSettings.defaults(),
                folder,
                Optional.empty(),
                Optional.empty(),
                List.of(new FilesPlan("archive", folder, TableFilter.of(settings.tables()), shop::capture)),
                List.of());
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of a test cannot be made", e);
        }
    }

    static ClusterSettings settings(SimulatedShop shop, Optional<String> namespace, String... tables) {
        return new ClusterSettings(shop.cluster.metaServers(), namespace, List.of(tables), List.of(), List.of());
    }

    /** A target of files in a folder. */
    private record FilesPlan(String name, Path folder, TableFilter tables, Supplier<BinlogCapturerBuilder> builder)
            implements TargetPlan {

        @Override
        public String kind() {
            return "file";
        }

        @Override
        public String description() {
            return "files in " + folder.resolve("files");
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public Path checkpointFile() {
            return folder.resolve(name + ".checkpoint");
        }

        @Override
        public BinlogCapturerBuilder capture() {
            return builder.get().name("shop").subscribers(name);
        }

        @Override
        public PlannedSink sink(CaptureMetrics metrics) {
            FileSink sink = FileSink.builder(folder.resolve("files"))
                    .format(FileFormat.JSON_LINES)
                    .build();
            return new PlannedSink.InOrder(sink, sink);
        }

        @Override
        public Optional<SqlAccess> sql() {
            return Optional.empty();
        }

        @Override
        public TableRoutes routes() {
            return TableRoutes.same();
        }

        @Override
        public ColumnSelection columns() {
            return ColumnSelection.all();
        }
    }
}
