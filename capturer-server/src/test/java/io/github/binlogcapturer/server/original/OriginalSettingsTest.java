package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.original.OriginalSettings.Kafka;
import io.github.binlogcapturer.server.original.OriginalSettings.Local;
import io.github.binlogcapturer.server.original.OriginalSettings.MySql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OriginalSettingsTest {

    @TempDir
    Path folder;

    private OriginalFiles files;

    @BeforeEach
    void writeFiles() throws IOException {
        files = new OriginalFiles(folder);
    }

    @Test
    void shouldReadEveryKey() {
        OriginalSettings settings = files.read().orElseThrow();
        assertThat(settings.metaServers()).containsExactly("127.0.0.1:8110", "127.0.0.2:8110");
        assertThat(settings.checkpoint()).isEqualTo(folder.resolve("binlog_checkpoint.txt"));
        assertThat(settings.binlogTableId()).isEqualTo(12);
        assertThat(settings.regionId()).contains(34L);
        assertThat(settings.httpPort()).hasValue(8123);
        assertThat(settings.filterRules().rules().get("shop")).containsExactly(RowRule.parse("state == 1"));
        assertThat(settings.targets())
                .containsExactly(
                        new MySql("127.0.0.3", 3306, "app", "s3cr%t;\"x\"", "copy", 16),
                        new Kafka("127.0.0.4:9092,127.0.0.5:9092", "changes"),
                        new Local(Path.of("/tmp/changes.sql")));
        assertThat(files.problems.notes()).isEmpty();
    }

    @Test
    void shouldTakeTheFormsThatConfigParserTook() throws IOException {
        files.write("config.cfg", """
                # a comment
                ; another
                REM and this
                [DEFAULT]
                base: 127.0.0
                [global]
                METASERVER : %(base)s.1:8110,
                  %(BASE)s.2:8110
                binlogcheckpointpath=binlog_checkpoint.txt ; behind a value
                binlogTableID =12
                senderConfig= senderConfig.cfg
                filterRuleDict = filter_rule.txt
                httpPort = 8123
                """);
        OriginalSettings settings = files.read().orElseThrow();
        assertThat(settings.metaServers()).containsExactly("127.0.0.1:8110", "127.0.0.2:8110");
        assertThat(settings.regionId()).isEmpty();
    }

    @Test
    void shouldHalveDoubledPercentSignsOnlyBesideAReference() throws IOException {
        files.write("senderConfig.cfg", OriginalFiles.SENDERS.replace("topic=changes", "topic=a%%b"));
        assertThat(files.read().orElseThrow().targets()).contains(new Kafka("127.0.0.4:9092,127.0.0.5:9092", "a%%b"));
        files.write("senderConfig.cfg", OriginalFiles.SENDERS.replace("topic=changes", "topic=a%%b%(n)s\nn=1"));
        assertThat(files.read().orElseThrow().targets()).contains(new Kafka("127.0.0.4:9092,127.0.0.5:9092", "a%b1"));
    }

    @Test
    void shouldNameAllThatIsWrongWithItsLine() throws IOException {
        files.write("config.cfg", """
                [global]
                metaServer = 127.0.0.1
                binlogCheckPointPath = binlog_checkpoint.txt
                what is this
                binlogTableID = many
                binlogRegionID = 0
                senderConfig = senderConfig.cfg
                httpPort = 70000
                """);
        files.write(
                "senderConfig.cfg", "[global]\ntype=mysql\n[mysql]\nport=0\nuser=\npassword=\nthreadnum=%(none)s\n");
        files.write("binlog_checkpoint.txt", "7\n\nseven\n");
        assertThat(files.read()).isEmpty();
        assertThatThrownBy(files.problems::throwIfAny)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("config.cfg:2: metaServer of [global] holds \"127.0.0.1\"; a server is host:port")
                .hasMessageContaining("config.cfg:4: no \"key = value\"")
                .hasMessageContaining("config.cfg:5: binlogTableID of [global] is a whole number of at least 1")
                .hasMessageContaining("config.cfg:6: binlogRegionID")
                .hasMessageContaining("config.cfg:8: httpPort of [global] is a whole number from 0 to 65535")
                .hasMessageContaining("config.cfg: key filterRuleDict is missing in section [global]")
                .hasMessageContaining("senderConfig.cfg: key host is missing in section [mysql]")
                .hasMessageContaining("senderConfig.cfg: key database is missing in section [mysql]")
                .hasMessageContaining("senderConfig.cfg:4: port of [mysql]")
                .hasMessageContaining("senderConfig.cfg:5: user of [mysql] is empty")
                .hasMessageContaining("senderConfig.cfg:7: threadnum refers to %(none)s")
                .hasMessageContaining("binlog_checkpoint.txt:3: a line of the checkpoint is a commit ts");
    }

    @Test
    void shouldNameTheKeysThatAreMissing() throws IOException {
        files.write("config.cfg", "[global]\n");
        assertThat(files.read()).isEmpty();
        for (String key :
                new String[] {"metaServer", "binlogCheckPointPath", "binlogTableID", "senderConfig", "filterRuleDict"
                }) {
            assertThatThrownBy(files.problems::throwIfAny)
                    .hasMessageContaining("key " + key + " is missing in section [global]");
        }
    }

    @Test
    void shouldNoteWhatHasNoEffect() throws IOException {
        files.write("config.cfg", OriginalFiles.CONFIG + "httpPort = 8124\ncolour = red\n[more]\n");
        files.write(
                "senderConfig.cfg",
                OriginalFiles.SENDERS.replace("type=mysql,kafka,local", "type=local, kafka,kafka,files"));
        OriginalSettings settings = files.read().orElseThrow();
        assertThat(settings.httpPort()).hasValue(8124);
        assertThat(settings.targets()).hasSize(2);
        assertThat(String.join("\n", files.problems.notes()))
                .contains("config.cfg:10: httpport of [global] was set in line 9 already")
                .contains("config.cfg:11: key colour of [global] is not known")
                .contains("config.cfg:12: section [more] is not known")
                .contains("senderConfig.cfg:2: type names \"files\", which is ignored")
                .contains("senderConfig.cfg:2: type names kafka twice");
    }

    @Test
    void shouldNeedOnlyTheSectionsThatTypeNames() throws IOException {
        files.write("senderConfig.cfg", "[global]\ntype=kafka\n[kafka]\nservers=127.0.0.1:9092\ntopic=t\n");
        assertThat(files.read().orElseThrow().targets()).containsExactly(new Kafka("127.0.0.1:9092", "t"));
        files.write("senderConfig.cfg", "[global]\ntype=kafka,local\n[kafka]\nservers=127.0.0.1:9092\ntopic=t\n");
        assertThat(files.read()).isEmpty();
        assertThatThrownBy(files.problems::throwIfAny).hasMessageContaining("section [local] is missing");
    }

    @Test
    void shouldLookForFilesBesideTheConfigurationToo() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        OriginalSettings settings =
                OriginalSettings.read(files.config, elsewhere, files.problems).orElseThrow();
        assertThat(settings.checkpoint()).isEqualTo(folder.resolve("binlog_checkpoint.txt"));
        assertThat(String.join("\n", files.problems.notes()))
                .contains("config.cfg:3: binlogCheckPointPath: binlog_checkpoint.txt is not in the working directory");
    }

    @Test
    void shouldSayWhatToDoWithoutACheckpoint() throws IOException {
        Files.delete(folder.resolve("binlog_checkpoint.txt"));
        assertThat(files.read()).isEmpty();
        assertThatThrownBy(files.problems::throwIfAny)
                .hasMessageContaining("it does not exist; write 0 into it to begin with the oldest transaction");
    }

    @Test
    void shouldGoOnWithoutAPort() throws IOException {
        files.write("config.cfg", OriginalFiles.CONFIG.replace("httpPort = 8123\n", ""));
        assertThat(files.read().orElseThrow().httpPort()).isEmpty();
        assertThat(files.problems.notes()).anyMatch(note -> note.contains("httpPort is missing"));
    }
}
