package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.original.OriginalFiles;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OriginalConfigurationTest {

    private static final String PASSWORD = "s3cr%t;\"x\"";

    @TempDir
    Path folder;

    private OriginalFiles files;

    @BeforeEach
    void writeFiles() throws IOException {
        files = new OriginalFiles(folder);
    }

    @Test
    void shouldMakeAPlanOfTheOriginalsFiles() {
        ServerPlan plan = Configurations.load(files.config);
        assertThat(plan.name()).isEqualTo("original-12-34");
        assertThat(plan.cluster())
                .isEqualTo(new ClusterSettings(
                        List.of("127.0.0.1:8110", "127.0.0.2:8110"),
                        Optional.empty(),
                        List.of("*.*"),
                        List.of(),
                        List.of(12L)));
        assertThat(plan.http()).isEqualTo(new HttpSettings(true, "127.0.0.1", 8123, Optional.empty()));
        assertThat(plan.originalCheckpoint()).contains(folder.resolve("binlog_checkpoint.txt"));
        assertThat(plan.targets().stream().map(TargetPlan::name)).containsExactly("mysql", "kafka", "local");
        assertThat(plan.targets().stream().map(TargetPlan::checkpointFile))
                .containsExactly(
                        folder.resolve("binlog_checkpoint.txt.mysql"),
                        folder.resolve("binlog_checkpoint.txt.kafka"),
                        folder.resolve("binlog_checkpoint.txt.local"));
        assertThat(plan.notes()).anyMatch(note -> note.contains("127.0.0.1:8123 only"));
    }

    @Test
    void shouldWriteToTheConnectionsDatabase() {
        TargetPlan mysql = Configurations.load(files.config).targets().get(0);
        assertThat(mysql.lanes()).isEqualTo(16);
        assertThat(mysql.routes().targetOf(new TableName("shop", "orders"))).isEqualTo(new TableName("copy", "orders"));
        assertThat(mysql.sql()).contains(new SqlAccess("jdbc:mysql://127.0.0.3:3306/copy", "app", PASSWORD));
        assertThat(mysql.sink(CaptureMetrics.none())).isInstanceOf(PlannedSink.Parallel.class);
    }

    @Test
    void shouldShowNoPassword() {
        ServerPlan plan = Configurations.load(files.config);
        assertThat(Configurations.describe(plan) + plan + Conversions.toYaml(files.config))
                .doesNotContain("s3cr");
        assertThat(Configurations.describe(plan)).contains("jdbc:mysql://127.0.0.3:3306/copy, 16 lanes");
    }

    @Test
    void shouldNameABadTarget() throws IOException {
        files.write("senderConfig.cfg", OriginalFiles.SENDERS.replace("topic=changes", "topic=a b"));
        assertThatThrownBy(() -> Configurations.load(files.config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("senderConfig.cfg: [kafka] ")
                .hasMessageContaining("a b");
    }

    @Test
    void shouldConvertIntoTheSame() throws IOException {
        convertsIntoTheSame(Conversions.toYaml(files.config));
        convertsIntoTheSame(Conversions.toYaml(files.config, true));
        files.write(
                "config.cfg",
                OriginalFiles.CONFIG.replace("binlogRegionID = 34\n", "").replace("httpPort = 8123\n", ""));
        convertsIntoTheSame(Conversions.toYaml(files.config));
    }

    private void convertsIntoTheSame(String yaml) throws IOException {
        Path converted = Files.writeString(folder.resolve("converted.yaml"), yaml);
        Map<String, String> variables = Map.of("CAPTURER_MYSQL_PASSWORD", PASSWORD);
        ServerPlan before = Configurations.load(files.config);
        ServerPlan after = Configurations.load(converted, variables::get);
        assertThat(new ServerPlan(
                        before.file(),
                        after.name(),
                        after.cluster(),
                        after.http(),
                        after.log(),
                        after.folder(),
                        after.originalCheckpoint(),
                        after.sourceSql(),
                        after.targets(),
                        before.notes()))
                .isEqualTo(before);
    }

    @Test
    void shouldSayWhereEachSettingComesFrom() {
        assertThat(Conversions.toYaml(files.config))
                .contains("# config.cfg [global] metaServer")
                .contains("# senderConfig.cfg [mysql] threadnum")
                .contains(
                        "password: \"${env:CAPTURER_MYSQL_PASSWORD}\"  # senderConfig.cfg [mysql] password; set the variable");
    }

    @Test
    void shouldReadTheSamplesThatAreShipped() throws IOException {
        Path samples = Path.of("conf").toAbsolutePath();
        ServerPlan original = Configurations.load(samples.resolve("config.cfg"));
        assertThat(original.targets()).hasSize(1);
        ServerPlan yaml = Configurations.load(samples.resolve("capturer.yaml"), name -> "x");
        assertThat(yaml.targets()).hasSize(3);
        String everything = Files.readString(samples.resolve("capturer.yaml"))
                .replaceAll("(?m)^( *)#(?=\\w+: ?\\S)", "$1")
                .replace("binlogTableIds: [12]", "");
        Path all = folder.resolve("all.yaml");
        Files.writeString(all, everything);
        Files.createDirectories(folder.resolve("data"));
        assertThat(Configurations.load(all, name -> "x").targets()).hasSize(3);
    }
}
