package io.github.binlogcapturer.server.functional;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder as the users of the original have it: {@code conf} with its four files, and one for the local target. */
final class OriginalFolder {

    private final Path folder;
    private final Path conf;

    OriginalFolder(Path folder) throws IOException {
        this.folder = folder;
        this.conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(local().getParent());
        Files.writeString(conf.resolve("filter_rule.txt"), "");
        Files.writeString(checkpoint(), "0\n");
    }

    /** Writes config.cfg in the original's words; without a region where it is 0. */
    void config(List<String> metaServers, long binlogTableId, long binlogRegionId) throws IOException {
        String text = """
                [global]
                metaServer = %s
                binlogCheckPointPath = %s
                database = shop
                binlogTableID = %d
                %s
                senderConfig = %s
                filterRuleDict = %s
                httpPort = 0
                """.formatted(
                        String.join(",", metaServers),
                        checkpoint(),
                        binlogTableId,
                        binlogRegionId == 0 ? "" : "binlogRegionID = " + binlogRegionId,
                        conf.resolve("senderConfig.cfg"),
                        conf.resolve("filter_rule.txt"));
        Files.writeString(config(), text);
    }

    /** Writes senderConfig.cfg with all three targets. */
    void senders(int mysqlPort, String user, String password, String database, String brokers, String topic)
            throws IOException {
        String text = """
                [global]
                type = mysql,kafka,local

                [mysql]
                host = 127.0.0.1
                port = %d
                user = %s
                password = %s
                database = %s
                threadnum = 4

                [kafka]
                servers = %s
                topic = %s

                [local]
                filepath = %s
                """.formatted(mysqlPort, user, password, database, brokers, topic, local());
        Files.writeString(conf.resolve("senderConfig.cfg"), text);
    }

    /** Writes filter_rule.txt. */
    void rules(String... lines) throws IOException {
        Files.writeString(conf.resolve("filter_rule.txt"), String.join("\n", lines) + "\n");
    }

    Path config() {
        return conf.resolve("config.cfg");
    }

    Path checkpoint() {
        return conf.resolve("binlog_checkpoint.txt");
    }

    /** Returns the file of the local target while it is written to. */
    Path local() {
        return folder.resolve("local/binlog.sql");
    }

    /** Returns what scripts of the original read: the position of the slowest target. */
    long checkpointValue() throws IOException {
        return Long.parseLong(Files.readString(checkpoint()).strip());
    }
}
