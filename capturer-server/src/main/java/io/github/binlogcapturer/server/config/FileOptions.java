package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import java.nio.file.Path;
import java.util.List;

/** The keys of a YAML configuration, from the top down. */
final class FileOptions {

    static final String CAPTURE = "capture";

    static final OptionTable<Object> SQL = OptionTable.of(
            Option.asked("url", new JdbcUrlKind(), "", "a JDBC URL of one of its SQL nodes")
                    .needed(),
            Option.asked("user", Kinds.TEXT, "", "the account").needed(),
            Option.asked("password", Kinds.TEXT, "empty", "its password, best as ${env:NAME} or ${file:PATH}")
                    .hidden());

    static final OptionTable<BinlogCapturerBuilder> SOURCE = OptionTable.of(
            Option.<BinlogCapturerBuilder, List<String>>of(
                            "metaServers",
                            Kinds.TEXTS,
                            "",
                            "the cluster's meta servers, host:port each",
                            BinlogCapturerBuilder::metaServers)
                    .needed(),
            Option.of(
                    "namespace",
                    Kinds.TEXT,
                    "that of the first of binlogTableIds",
                    "the namespace of the tables",
                    BinlogCapturerBuilder::namespace),
            Option.of(
                    "tables",
                    Kinds.TEXTS,
                    "with binlogTableIds all that are linked to them",
                    "rules such as \"shop.*\" and \"!shop.tmp_*\", of which the last that matches decides",
                    (builder, rules) -> builder.tables(TableFilter.of(rules))),
            Option.of(
                    "binlogTables",
                    Kinds.TEXTS,
                    "found by the tables",
                    "the binlog tables as database.table",
                    (builder, names) -> builder.binlogTables(names.toArray(String[]::new))),
            Option.of(
                    "binlogTableIds",
                    new ListKind<>(Kinds.LONG),
                    "found by the tables",
                    "the binlog tables by their ids",
                    (builder, ids) -> builder.binlogTableIds(ids.toArray(Long[]::new))),
            Option.asked(
                    "sql",
                    NestedKind.of(SQL),
                    "not configured",
                    "how the cluster is reached by SQL, for comparing tables"));

    static final OptionTable<Object> HTTP = OptionTable.of(
            Option.asked("enabled", Kinds.BOOL, "true", "whether anything listens"),
            Option.asked("bind", Kinds.TEXT, "127.0.0.1", "the address to listen at"),
            Option.asked("port", Kinds.INT, "8080", "the port; 0 for any free one"),
            Option.asked("token", Kinds.TEXT, "none", "what a caller of control has to show, best as ${env:NAME}")
                    .hidden());

    static final OptionTable<Object> LOG = OptionTable.of(
            Option.asked("format", ChoiceKind.of("text", "json"), "text", "plain lines, or a JSON object per line"),
            Option.asked(
                    "level", ChoiceKind.of("trace", "debug", "info", "warn", "error"), "info", "how much is logged"),
            Option.asked("repeatAfter", Kinds.DURATION, "10s", "how long the same message is held back; 0 for never"));

    static final OptionTable<Object> TARGET = OptionTable.of(
            Option.asked("name", Kinds.TEXT, "mysql, kafka or file", "its name; needed where two are of one kind"),
            Option.asked("checkpoint", Kinds.PATH, "STATE/NAME.checkpoint", "the file that keeps its position"),
            Option.asked(
                    CAPTURE, captureKind(), "as on the top level", "settings of the capture for this target alone"),
            Option.asked(
                    "mysql",
                    new NestedKind<>(MySqlPlan.TABLE, MySqlSink::builder),
                    "",
                    "a target of the MySQL protocol"),
            Option.asked("kafka", new NestedKind<>(KafkaPlan.TABLE, KafkaSink::builder), "", "a Kafka target"),
            Option.asked(
                    "file",
                    new NestedKind<>(FilePlan.TABLE, () -> FileSink.builder(Path.of("."))),
                    "",
                    "files of this machine as a target"));

    static final OptionTable<Object> TOP = OptionTable.of(
            Option.asked("name", Kinds.TEXT, "default", "the capture's name, by which sinks know their positions"),
            Option.asked("state", Kinds.PATH, "data", "the folder for checkpoints and what operators decided"),
            Option.asked(
                    "originalCheckpoint",
                    Kinds.PATH,
                    "none",
                    "the original's checkpoint file, kept up for its scripts; reading begins where it says"),
            Option.asked(
                            "source",
                            new NestedKind<>(SOURCE, BinlogCapturer::builder),
                            "",
                            "the BaikalDB cluster and its tables")
                    .needed(),
            Option.asked(CAPTURE, captureKind(), "defaults", "settings of the capture, for all targets"),
            Option.asked("targets", new ListKind<>(NestedKind.of(TARGET)), "", "where changes go")
                    .needed(),
            Option.asked("http", NestedKind.of(HTTP), "127.0.0.1:8080", "status, metrics and control"),
            Option.asked("log", NestedKind.of(LOG), "text at info", "how the program logs"));

    private FileOptions() {}

    private static NestedKind<BinlogCapturerBuilder> captureKind() {
        return new NestedKind<>(CaptureOptions.TABLE, BinlogCapturer::builder);
    }
}
