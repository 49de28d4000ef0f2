package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class YamlConfigurationTest {

    private static final String HEAD = """
            source:
              metaServers: ["127.0.0.1:8110"]
              namespace: NS
              tables: ["shop.*"]
            """;

    private static final String SMALL = HEAD + """
            targets:
              - mysql: {url: "jdbc:mysql://127.0.0.1:3306/copy", user: app}
            """;

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();

    private ServerPlan load(String text) throws IOException {
        return Configurations.load(Files.writeString(folder.resolve("capturer.yaml"), text), variables::get);
    }

    private static String target(String kind, String settings) {
        return HEAD + "targets:\n  - " + kind + ":\n" + settings.indent(6);
    }

    private void refuses(String text, String... parts) {
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void shouldFillInDefaults() throws IOException {
        ServerPlan plan = load(SMALL);
        assertThat(plan.name()).isEqualTo("default");
        assertThat(plan.folder()).isEqualTo(folder.resolve("data"));
        assertThat(plan.http().toString()).isEqualTo("HttpSettings[true, 127.0.0.1:8080, token none]");
        assertThat(plan.log()).isEqualTo(LogSettings.defaults());
        assertThat(plan.originalCheckpoint()).isEmpty();
        assertThat(plan.cluster())
                .isEqualTo(new ClusterSettings(
                        List.of("127.0.0.1:8110"), Optional.of("NS"), List.of("shop.*"), List.of(), List.of()));
        TargetPlan target = plan.targets().get(0);
        assertThat(target.name()).isEqualTo("mysql");
        assertThat(target.kind()).isEqualTo("mysql");
        assertThat(target.lanes()).isEqualTo(4);
        assertThat(target.description()).isEqualTo("jdbc:mysql://127.0.0.1:3306/copy");
        assertThat(target.checkpointFile()).isEqualTo(folder.resolve("data/mysql.checkpoint"));
        assertThat(target.routes().targetOf(new TableName("a", "b"))).isEqualTo(new TableName("a", "b"));
    }

    @Test
    void shouldMakeCapturesAndSinksAnewEachTime() throws Exception {
        TargetPlan target = load(SMALL).targets().get(0);
        BinlogCapturerBuilder first = target.capture();
        assertThat(first).isNotSameAs(target.capture());
        assertThat(target.sink(CaptureMetrics.none())).isNotSameAs(target.sink(CaptureMetrics.none()));
    }

    @Test
    void shouldReadEverySettingOfACapture() throws IOException {
        Files.writeString(folder.resolve("rules.txt"), "shop\tid\t==\t1\n");
        String all = """
                tables: ["shop.*", "!shop.x"]
                tablesIgnoreCase: true
                start: {time: "2026-01-31T08:00:00+08:00"}
                partitions: [0, 1]
                columns: [{table: shop.a, columns: [id, n]}]
                excludedColumns: [{table: shop.b, columns: [secret]}]
                monitoredColumns: [{table: shop.c, columns: [state]}]
                rowFilter: rules.txt
                loopbackMark: shop.mark
                flashback: {user: app, userIp: 127.0.0.1, tables: [shop.a], signs: [18446744073709551615], txnIds: [7]}
                absentColumns: as-default
                timestampZone: Asia/Shanghai
                memoryLimit: 64MiB
                maxBatchBytes: 1MiB
                readRows: 10
                duplicateWindow: 100
                checkpointInterval: 1s
                refreshInterval: 1s
                heartbeats: 1s
                pollInterval: 1ms
                readTimeout: 1s
                metaTimeout: 1s
                regionsTimeout: 1s
                closeTimeout: 1s
                hedgeAfter: 1s
                reportStallsAfter: 1s
                retentionWarning: 1h
                """;
        ServerPlan plan = load(SMALL + "capture:\n" + all.indent(2));
        ConfiguredTarget target = (ConfiguredTarget) plan.targets().get(0);
        assertThat(target.captureSettings().values().keySet())
                .as("all keys but the one that asks the cluster")
                .hasSize(CaptureOptions.TABLE.options().size() - 1);
        assertThat(target.captureSettings().find("memoryLimit", Long.class)).contains(64L << 20);
        assertThat(target.captureSettings().find("closeTimeout", Duration.class))
                .contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "earliest", "{commitTs: 57000267173068801}", "{time: \"2026-01-31T00:00:00Z\"}"})
    void shouldReadWhereToBegin(String start) throws Exception {
        load(SMALL + "capture: {start: " + start + "}\n").targets().get(0).capture();
    }

    @Test
    void shouldLetATargetHaveItsOwn() throws IOException {
        ServerPlan plan = load(HEAD + """
                capture: {memoryLimit: 64MiB, readRows: 10}
                targets:
                  - name: one
                    file: {folder: .}
                    capture: {memoryLimit: 32MiB, tables: [shop.a]}
                    checkpoint: positions/one
                  - name: two
                    file: {file: changes.sql, format: sql-lines}
                """);
        ConfiguredTarget one = (ConfiguredTarget) plan.targets().get(0);
        ConfiguredTarget two = (ConfiguredTarget) plan.targets().get(1);
        assertThat(one.captureSettings().plain())
                .containsEntry("memoryLimit", "32MiB")
                .containsEntry("readRows", 10);
        assertThat(two.captureSettings().plain())
                .containsEntry("memoryLimit", "64MiB")
                .doesNotContainKey("tables");
        assertThat(one.checkpointFile()).isEqualTo(folder.resolve("positions/one"));
        assertThat(two.description()).isEqualTo("file " + folder.resolve("changes.sql"));
    }

    @Test
    void shouldReadEverySettingOfAMySqlTarget() throws IOException {
        String all = """
                url: "jdbc:mariadb://127.0.0.1:3306/copy?useCompression=true"
                user: app
                password: ${env:PASSWORD}
                properties: {sslMode: trust}
                lanes: 8
                order: commit-order
                batch: {changes: 10, bytes: 1MiB}
                window: 64
                routes: [{from: "shop.*", to: "copy.{table}"}]
                columns: [{table: "shop.*", without: [secret]}, {table: shop.a, only: [id]}]
                zeroDates: null
                createMissingTables: true
                schemaChanges: apply
                rowFaults: {deadLetterTable: copy.refused}
                sourceWins: false
                progressTable: copy.progress
                exactlyOnce: false
                foreignKeyChecks: false
                timeZone: "+08:00"
                rowsPerStatement: 10
                multiStatements: false
                connectTimeout: 1s
                statementTimeout: 10s
                lockWait: 1s
                schemaWait: 0
                """;
        variables.put("PASSWORD", "s3cret");
        ServerPlan plan = load(target("mysql", all));
        TargetPlan target = plan.targets().get(0);
        assertThat(((ConfiguredTarget) target).sinkPlan().settings().values())
                .hasSize(MySqlPlan.TABLE.options().size());
        assertThat(target.lanes()).isEqualTo(8);
        assertThat(target.sql().orElseThrow().password()).isEqualTo("s3cret");
        assertThat(target.routes().targetOf(new TableName("shop", "a"))).isEqualTo(new TableName("copy", "a"));
        assertThat(Configurations.describe(plan) + plan + target)
                .doesNotContain("s3cret")
                .doesNotContain("useCompression");
    }

    @Test
    void shouldReadEverySettingOfAKafkaTarget() throws IOException {
        String all = """
                bootstrapServers: ["127.0.0.1:9092"]
                format: {debezium-json: {name: shop, schemas: true, transactions: false, textValues: true, impossibleDatesAsNull: true, replacedBadText: true}}
                topics: "x.{db}.{table}"
                partitioning: {columns: [a, b]}
                recordKeys: true
                oversized: {deadLetterTopic: refused}
                maxMessageBytes: 1MiB
                createTopics: {partitions: 3, replicas: 1, configs: {retention.ms: "1000"}}
                exactlyOnce: {id: shop}
                controlTopic: positions
                createControlTopic: false
                controlTopicReplicas: 1
                tombstones: true
                watermarks: 0
                schemaTopic: schemas
                transactionTopic: transactions
                packChanges: false
                encoders: 1
                compression: zstd
                properties: {linger.ms: "5"}
                flushInterval: 100ms
                transactionTimeout: 10s
                """;
        ServerPlan plan = load(target("kafka", all));
        ConfiguredTarget target = (ConfiguredTarget) plan.targets().get(0);
        assertThat(target.sinkPlan().settings().values())
                .hasSize(KafkaPlan.TABLE.options().size());
        assertThat(target.description()).isEqualTo("topic x.{db}.{table} at 127.0.0.1:9092");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format: canal-json",
                "format: canal-protobuf",
                "format: debezium-json",
                "format: json-lines",
                "format: sql-text",
                "format: sql-text-original",
                "format: {canal-json: {positions: false, replacedBadText: true}}",
                "format: {sql-text-original: {qualified: true}}",
                "partitioning: table",
                "partitioning: transaction",
                "partitioning: {fixed: 0}",
                "oversized: keys-only",
                "oversized: {claimCheck: claims}",
                "topics: one",
                "exactlyOnce: true",
                "exactlyOnce: false",
                "compression: none"
            })
    void shouldReadTheAlternativesOfKafka(String setting) throws IOException {
        assertThat(load(target("kafka", "bootstrapServers: 127.0.0.1:9092\n" + setting + "\n"))
                        .targets())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format: csv", "format: segments", "prefix: shop",
                        "rotation: {size: 1MiB, after: 1h, at: \"00:00\", zone: UTC}",
                "compression: {gzip: 9}", "compression: zstd", "retention: {files: 2, bytes: 1GiB, age: 30d}",
                        "fsync: never",
                "fsync: {interval: 1s}", "damaged: set-aside", "completeOnClose: true", "zone: UTC"
            })
    void shouldReadTheSettingsOfFiles(String setting) throws IOException {
        assertThat(load(target("file", "folder: .\n" + setting + "\n")).targets())
                .hasSize(1);
    }

    @Test
    void shouldReadStatusAndLog() throws IOException {
        variables.put("TOKEN", "t0ken");
        ServerPlan plan = load(SMALL + """
                http: {enabled: true, bind: 0.0.0.0, port: 0, token: "${env:TOKEN}"}
                log: {format: json, level: debug, repeatAfter: 1m}
                """);
        assertThat(plan.http()).isEqualTo(new HttpSettings(true, "0.0.0.0", 0, Optional.of("t0ken")));
        assertThat(plan.log()).isEqualTo(new LogSettings(true, "debug", Duration.ofMinutes(1)));
        assertThat(Configurations.describe(plan)).doesNotContain("t0ken").contains("control by token");
    }

    @Test
    void shouldNoteAnOpenAddressWithoutToken() throws IOException {
        assertThat(load(SMALL + "http: {bind: 0.0.0.0}\n").notes())
                .anyMatch(note ->
                        note.contains("capturer.yaml:7:") && note.contains("pause, resume and skip are refused"));
    }

    @Test
    void shouldFillInReferences() throws IOException {
        Files.writeString(folder.resolve("password"), "two\nlines\n");
        variables.put("HOST", "127.0.0.9");
        ServerPlan plan = load(target(
                "mysql", "url: \"jdbc:mysql://${env:HOST}:3306/copy\"\nuser: \"$${x}\"\npassword: ${file:password}\n"));
        SqlAccess sql = plan.targets().get(0).sql().orElseThrow();
        assertThat(sql.url()).isEqualTo("jdbc:mysql://127.0.0.9:3306/copy");
        assertThat(sql.user()).isEqualTo("${x}");
        assertThat(sql.password()).isEqualTo("two\nlines");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${env:NONE} | environment variable NONE is not set",
                "${file:none} | file none cannot be read",
                "${sys:x} | allowed are ${env:NAME} and ${file:PATH}",
                "${env:x | allowed are ${env:NAME} and ${file:PATH}"
            })
    void shouldNameAReferenceThatLeadsNowhere(String reference, String expected) {
        refuses(SMALL + "name: \"" + reference + "\"\n", "capturer.yaml:7: name: ", expected);
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        refuses(
                """
                nme: x
                source:
                  metaServers: nobody
                  namespace: NS
                  tables: ["shop"]
                capture:
                  memoryLimit: 1MiB
                  pollIntervall: 1s
                  readTimeout: soon
                  columns: [{table: shop.a}]
                targets:
                  - kafka:
                      bootstrapServers: "127.0.0.1:9092"
                      topics: "x.{nothing}"
                      properties: {acks: "1"}
                  - mysql: {user: app, lanes: many}
                log: {level: loud}
                """,
                "capturer.yaml:1: nme: the key is not known; did you mean name? allowed are name, state",
                "capturer.yaml:3: source.metaServers: A meta server is given as host:port",
                "capturer.yaml:5: source.tables: ",
                "capturer.yaml:7: capture.memoryLimit: memoryLimit is at least 4194304",
                "capturer.yaml:8: capture.pollIntervall: the key is not known; did you mean pollInterval?",
                "capturer.yaml:9: capture.readTimeout: is a duration such as 500ms, 30s, 5m, 1h30m or 7d, but \"soon\"",
                "capturer.yaml:10: capture.columns[0]: key columns is missing",
                "capturer.yaml:14: targets[0].kafka.topics: ",
                "capturer.yaml:15: targets[0].kafka.properties: ",
                "capturer.yaml:16: targets[1].mysql: key url is missing",
                "capturer.yaml:16: targets[1].mysql.lanes: is a whole number",
                "capturer.yaml:17: log.level: is one of trace, debug, info, warn, error");
    }

    @Test
    void shouldNameWhatDoesNotFitTogether() {
        refuses(
                target("file", "format: csv\n"),
                "capturer.yaml:7: targets[0].file: ",
                "one of the keys folder and file");
        refuses(target("file", "file: x.sql\nformat: segments\n"), "Segments have numbered names");
        refuses(target("mysql", "url: jdbc:mysql://h/d\nuser: a\nlanes: 0\n"), "targets[0].mysql: ", "lanes");
        refuses(HEAD + "targets: [{name: x}]\n", "targets[0]: has one of the keys mysql, kafka and file");
        refuses(
                HEAD + "targets: [{file: {folder: .}}, {file: {folder: .}}]\n",
                "has the name \"file\", as targets[0] has");
        refuses(HEAD, "key targets is missing");
        refuses(SMALL + "http: {port: 70000}\n", "http.port: is from 0 to 65535");
        refuses(SMALL + "http: {token: \" \"}\n", "http.token: is empty");
        refuses(SMALL + "originalCheckpoint: none.txt\n", "originalCheckpoint: ", "write 0 into it");
        refuses(SMALL + "name: \"a/b\"\n", "a name is up to 100 letters");
    }

    @Test
    void shouldWantNamespaceAndTablesUnlessTheBinlogTableTellsThem() throws IOException {
        String targets = "targets: [{file: {folder: .}}]\n";
        refuses(
                "source: {metaServers: \"127.0.0.1:1\"}\n" + targets,
                "source: key namespace is missing",
                "source: key tables is missing");
        ServerPlan plan = load("source: {metaServers: \"127.0.0.1:1\", binlogTableIds: [12]}\n" + targets);
        assertThat(plan.cluster().tables()).containsExactly("*.*");
        assertThat(plan.cluster().namespace()).isEmpty();
        String inTargets = "targets: [{file: {folder: .}, capture: {tables: [shop.a]}}]\n";
        ServerPlan own = load("source: {metaServers: \"127.0.0.1:1\", namespace: NS}\n" + inTargets);
        assertThat(own.cluster().tables()).containsExactly("shop.a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: [1, 2' | this is no YAML",
                "'a: 1\na: 2' | capturer.yaml:2: a: the key stands in line 1 already",
                "'- a' | the file holds no keys",
                "'a: &x 1\nb: *x' | refers to another part of the file",
                "'name:' | name: nothing stands here",
                "'name: [a, b]' | name: is a text, but keys or a list stand here",
                "'' | key source is missing"
            })
    void shouldNameWhatIsNoConfiguration(String text, String expected) {
        refuses(text, expected);
    }

    @Test
    void shouldRefuseAnAccountInAUrlWithoutShowingIt() {
        assertThatThrownBy(() -> load(target("mysql", "url: jdbc:mysql://app:s3cret@h/d\nuser: a\n")))
                .hasMessageContaining("targets[0].mysql.url: holds an account")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldShowNoValueOfAReference() {
        variables.put("SECRET", "s3cret");
        assertThatThrownBy(() -> load(SMALL + "capture: {readRows: \"${env:SECRET}\"}\n"))
                .hasMessageContaining("but \"${env:SECRET}\" stands here")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        assertThatThrownBy(() -> Configurations.load(folder.resolve("none.yaml")))
                .hasMessageContaining("there is no such file; name the configuration with --config FILE");
    }

    @Test
    void shouldRefuseWhatOnlyTheCaptureAsAWholeShows() {
        refuses(SMALL.replace("\"127.0.0.1:8110\"", ""), "capturer.yaml:", "metaServers");
        refuses(SMALL.replace("NS", "\"\""), "capturer.yaml:", "namespace");
    }

    @Test
    void shouldTellWhichTablesATargetCaptures() throws IOException {
        ServerPlan plan = load(SMALL + """
                  - name: own
                    mysql: {url: "jdbc:mysql://127.0.0.1:3306/other", user: app}
                    capture: {tables: ["Shop.A"], tablesIgnoreCase: true}
                """);
        TargetPlan all = plan.targets().get(0);
        TargetPlan own = plan.targets().get(1);

        assertThat(all.tables().matches(new TableName("shop", "b"))).isTrue();
        assertThat(own.tables().matches(new TableName("shop", "a"))).isTrue();
        assertThat(own.tables().matches(new TableName("shop", "b"))).isFalse();
    }
}
