package io.github.binlogcapturer.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoClusterTest {

    @Test
    void shouldWriteTheFilesOfTheOriginalAndSell(@TempDir Path folder) throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        Console console = new Console();

        new DemoCluster(console.out(), folder).run(() -> rounds.incrementAndGet() < 20);

        assertThat(folder.resolve("conf"))
                .isDirectoryContaining("glob:**/config.cfg")
                .isDirectoryContaining("glob:**/senderConfig.cfg")
                .isDirectoryContaining("glob:**/filter_rule.txt");
        assertThat(Files.readString(folder.resolve("conf/binlog_checkpoint.txt")))
                .isEqualTo("0\n");
        assertThat(console.text()).contains("conf/config.cfg");
    }
}
