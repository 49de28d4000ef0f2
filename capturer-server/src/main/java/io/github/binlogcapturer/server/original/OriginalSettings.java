package io.github.binlogcapturer.server.original;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the files of the original BinlogCapturer say: config.cfg and the senderConfig.cfg that it names.
 *
 * @param file config.cfg
 * @param senderConfig senderConfig.cfg
 * @param metaServers {@code host:port} each
 * @param checkpoint the checkpoint file, which exists
 * @param regionId the one region that was read, or empty for all
 * @param filterRules the rules for rows
 * @param httpPort empty where nothing is to listen
 * @param targets {@code mysql}, {@code kafka}, {@code local}: those that are wanted, in the order given
 */
public record OriginalSettings(
        Path file,
        Path senderConfig,
        List<String> metaServers,
        Path checkpoint,
        long binlogTableId,
        Optional<Long> regionId,
        FilterRules filterRules,
        OptionalInt httpPort,
        List<Target> targets) {

    public OriginalSettings {
        metaServers = List.copyOf(metaServers);
        targets = List.copyOf(targets);
    }

    /** A target of senderConfig.cfg. */
    public sealed interface Target {}

    /**
     * Section {@code [mysql]}.
     *
     * @param threads {@code threadnum}
     */
    public record MySql(String host, int port, String user, String password, String database, int threads)
            implements Target {

        @Override
        public String toString() {
            return "MySql[" + user + " at " + host + ":" + port + "/" + database + ", threads " + threads + "]";
        }
    }

    /**
     * Section {@code [kafka]}.
     *
     * @param servers {@code host:port,host:port}
     */
    public record Kafka(String servers, String topic) implements Target {}

    /** Section {@code [local]}. */
    public record Local(Path file) implements Target {}

    /**
     * Reads the files. Relative paths begin at the working directory, as with the original; where nothing is there, at the folder of
     * config.cfg, which is noted.
     *
     * @param problems takes what is wrong and what is worth knowing, with file and line
     * @return empty if something is wrong
     */
    public static Optional<OriginalSettings> read(Path configCfg, Problems problems) {
        return read(configCfg, Path.of(""), problems);
    }

    /** Reads the files as if started in some directory, see {@link #read(Path, Problems)}. */
    public static Optional<OriginalSettings> read(Path configCfg, Path workingDirectory, Problems problems) {
        return new SettingsReader(configCfg, workingDirectory, problems).read();
    }
}
