package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.config.Configurations;
import io.github.binlogcapturer.server.config.ServerPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds and loads the configuration. */
final class Plans {

    private static final Path ORIGINAL = Path.of("conf", "config.cfg");
    private static final Path YAML = Path.of("conf", "capturer.yaml");
    private static final Duration META_TIMEOUT = Duration.ofSeconds(5);

    private Plans() {}

    /**
     * Returns the file to read.
     *
     * @param named what {@code --config} says, or null
     * @throws CommandException if there is no such file
     */
    static Path file(@Nullable Path named, Path folder) {
        if (named != null) {
            if (!Files.isRegularFile(named)) {
                throw CommandException.usage(
                        "There is no configuration file " + named + "; name one with --config FILE");
            }
            return named;
        }
        for (Path usual : new Path[] {ORIGINAL, YAML}) {
            if (Files.isRegularFile(folder.resolve(usual))) {
                return folder.equals(Path.of("")) ? usual : folder.resolve(usual);
            }
        }
        throw CommandException.usage("There is neither " + ORIGINAL + " nor " + YAML + " in " + folder.toAbsolutePath()
                + "; name the configuration with --config FILE");
    }

    static ServerPlan load(Path file) {
        return Configurations.load(file);
    }

    /** Connects to the cluster when it is first asked. */
    static BaikalCluster connect(ClusterSettings settings) {
        return BaikalCluster.connect(settings.metaServers(), META_TIMEOUT);
    }
}
