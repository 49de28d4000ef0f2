package io.github.binlogcapturer.server.original;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The original's four files in a folder, right at first, for tests that spoil one of them. */
public final class OriginalFiles {

    public static final String CONFIG = """
            [global]
            metaServer = 127.0.0.1:8110,127.0.0.2:8110
            binlogCheckPointPath = binlog_checkpoint.txt
            database = shop
            binlogTableID = 12
            binlogRegionID = 34
            senderConfig = senderConfig.cfg
            filterRuleDict = filter_rule.txt
            httpPort = 8123
            """;

    public static final String SENDERS = """
            [global]
            type=mysql,kafka,local
            [mysql]
            host=127.0.0.3
            port=3306
            user=app
            password=s3cr%t;"x"
            database=copy
            threadnum=16
            [kafka]
            servers=127.0.0.4:9092,127.0.0.5:9092
            topic=changes
            [local]
            filepath=/tmp/changes.sql
            """;

    public final Path folder;
    public final Path config;
    public final Problems problems = new Problems();

    public OriginalFiles(Path folder) throws IOException {
        this.folder = folder;
        this.config = write("config.cfg", CONFIG);
        write("senderConfig.cfg", SENDERS);
        write("filter_rule.txt", "shop\tstate\t==\t1\n");
        write("binlog_checkpoint.txt", "0\n");
    }

    public Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    Optional<OriginalSettings> read() {
        return OriginalSettings.read(config, folder, problems);
    }
}
