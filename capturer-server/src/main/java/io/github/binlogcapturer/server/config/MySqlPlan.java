package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import io.github.binlogcapturer.sink.mysql.RowFaultPolicy;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.ZeroDates;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A target of the MySQL protocol: section {@code mysql}. */
record MySqlPlan(Settings<MySqlSinkBuilder> settings) implements SinkPlan {

    static final String URL = "url";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String ROUTES = "routes";
    static final String COLUMNS = "columns";

    private static final int BATCH_CHANGES = 1024;
    private static final long BATCH_BYTES = 4L << 20;

    static final OptionTable<Object> ROUTE = OptionTable.of(
            Option.asked("from", Kinds.TEXT, "", "tables such as \"shop.*\"").needed(),
            Option.asked("to", Kinds.TEXT, "", "a table such as \"copy.{table}\"; {db} and {table} are the source's")
                    .needed());

    private static final OptionTable<Object> COLUMN_RULE = OptionTable.of(
            Option.asked("table", Kinds.TEXT, "", "tables such as shop.*").needed(),
            Option.asked("only", Kinds.TEXTS, "", "the columns that are written"),
            Option.asked("without", Kinds.TEXTS, "", "the columns that are not"));

    private static final OptionTable<Object> BATCH = OptionTable.of(
            Option.asked("changes", Kinds.INT, "1024", "most changes"),
            Option.asked("bytes", Kinds.SIZE, "4MiB", "most bytes"));

    private static final Kind<Choice> ROW_FAULTS =
            ChoiceKind.of("fail", "skip").or("deadLetterTable", Kinds.TEXT).or("deadLetterFile", Kinds.PATH);

    static final OptionTable<MySqlSinkBuilder> TABLE = OptionTable.of(
            Option.of(
                            URL,
                            new JdbcUrlKind(),
                            "",
                            "where it is, such as jdbc:mysql://host:3306/database or jdbc:mariadb://...",
                            MySqlSinkBuilder::url)
                    .needed(),
            Option.<MySqlSinkBuilder, String>of(USER, Kinds.TEXT, "", "the account", MySqlSinkBuilder::user)
                    .needed(),
            Option.<MySqlSinkBuilder, String>of(
                            PASSWORD,
                            Kinds.TEXT,
                            "empty",
                            "its password, best as ${env:NAME} or ${file:PATH}",
                            MySqlSinkBuilder::password)
                    .hidden(),
            Option.<MySqlSinkBuilder, Map<String, String>>of(
                            "properties",
                            new MapKind(),
                            "none",
                            "properties of the driver, such as sslMode",
                            (builder, all) -> all.forEach(builder::property))
                    .hidden(),
            Option.of("lanes", Kinds.INT, "4", "how many lanes write at once", MySqlSinkBuilder::lanes),
            Option.of(
                    "order",
                    Kinds.oneOf(VisibleOrder.class),
                    "eventual",
                    "in which order transactions become visible",
                    MySqlSinkBuilder::order),
            Option.of(
                    "batch",
                    NestedKind.of(BATCH),
                    "1024 changes, 4MiB",
                    "how much a transaction of the target holds at most",
                    (builder, batch) -> builder.batch(
                            batch.find("changes", Integer.class).orElse(BATCH_CHANGES),
                            batch.find("bytes", Long.class).orElse(BATCH_BYTES))),
            Option.of("window", Kinds.INT, "16384", "how many transactions may be in flight", MySqlSinkBuilder::window),
            Option.of(
                    ROUTES,
                    new ListKind<>(NestedKind.of(ROUTE)),
                    "each table to one of its name",
                    "which table goes where; the first route that fits counts",
                    (builder, routes) -> builder.routes(routes(routes))),
            Option.of(
                    COLUMNS,
                    new ListKind<>(NestedKind.of(COLUMN_RULE)),
                    "all",
                    "which columns are written; rules add up",
                    (builder, rules) -> builder.columns(columns(rules))),
            Option.of(
                    "zeroDates",
                    Kinds.oneOf(ZeroDates.class),
                    "keep",
                    "what becomes of dates that no calendar has",
                    MySqlSinkBuilder::zeroDates),
            Option.of(
                    "createMissingTables",
                    Kinds.BOOL,
                    "false",
                    "whether tables that the target lacks are made",
                    MySqlSinkBuilder::createMissingTables),
            Option.of(
                    "schemaChanges",
                    Kinds.oneOf(SchemaChangePolicy.class),
                    "report",
                    "what is done when a table changes at the source",
                    MySqlSinkBuilder::schemaChanges),
            Option.of(
                    "rowFaults",
                    ROW_FAULTS,
                    "fail",
                    "what becomes of rows that the target refuses for good",
                    (builder, choice) -> builder.rowFaults(rowFaults(choice))),
            Option.of(
                    "sourceWins",
                    Kinds.BOOL,
                    "true",
                    "whether the target is made what the source is where they differ",
                    MySqlSinkBuilder::sourceWins),
            Option.of(
                    "progressTable",
                    Kinds.TEXT,
                    "binlogcapturer_progress in the URL's database",
                    "where progress is kept, as database.table",
                    MySqlSinkBuilder::progressTable),
            Option.of(
                    "exactlyOnce",
                    Kinds.BOOL,
                    "true",
                    "whether progress is kept at the target, so that nothing is applied twice",
                    MySqlPlan::exactlyOnce),
            Option.of(
                    "foreignKeyChecks",
                    Kinds.BOOL,
                    "true",
                    "whether the target checks foreign keys",
                    MySqlSinkBuilder::foreignKeyChecks),
            Option.of(
                    "timeZone", Kinds.TEXT, "+00:00", "the sessions' time zone, an offset", MySqlSinkBuilder::timeZone),
            Option.of(
                    "rowsPerStatement",
                    Kinds.INT,
                    "256",
                    "most rows of a statement",
                    MySqlSinkBuilder::rowsPerStatement),
            Option.of(
                    "multiStatements",
                    Kinds.BOOL,
                    "true",
                    "whether several statements travel in one packet",
                    MySqlSinkBuilder::multiStatements),
            Option.of(
                    "connectTimeout",
                    Kinds.DURATION,
                    "5s",
                    "how long a connection may take",
                    MySqlSinkBuilder::connectTimeout),
            Option.of(
                    "statementTimeout",
                    Kinds.DURATION,
                    "2m",
                    "after which time without an answer a connection counts as lost",
                    MySqlSinkBuilder::statementTimeout),
            Option.of(
                    "lockWait",
                    Kinds.DURATION,
                    "5s",
                    "how long a statement waits for a lock",
                    MySqlSinkBuilder::lockWait),
            Option.of(
                    "schemaWait",
                    Kinds.DURATION,
                    "1m",
                    "how long a table that does not fit is waited for",
                    MySqlSinkBuilder::schemaWait));

    private static void exactlyOnce(MySqlSinkBuilder builder, boolean wanted) {
        if (!wanted) {
            builder.deliverAtLeastOnce();
        }
    }

    private static RowFaultPolicy rowFaults(Choice choice) {
        return switch (choice.name()) {
            case "deadLetterTable" -> RowFaultPolicy.deadLetterTable((String) choice.argument());
            case "deadLetterFile" -> RowFaultPolicy.deadLetterFile((Path) choice.argument());
            case "skip" -> RowFaultPolicy.skip();
            default -> RowFaultPolicy.fail();
        };
    }

    private static TableRoutes routes(List<Settings<Object>> routes) {
        TableRoutes.Builder builder = TableRoutes.builder();
        routes.forEach(route -> builder.route(route.text("from"), route.text("to")));
        return builder.build();
    }

    private static ColumnSelection columns(List<Settings<Object>> rules) {
        ColumnSelection selection = ColumnSelection.all();
        for (Settings<Object> rule : rules) {
            String[] only = rule.texts("only").toArray(String[]::new);
            String[] without = rule.texts("without").toArray(String[]::new);
            if (only.length == 0 && without.length == 0) {
                throw new IllegalArgumentException("a rule for columns has \"only\" or \"without\" beside the table");
            }
            selection = only.length == 0 ? selection : selection.only(rule.text("table"), only);
            selection = without.length == 0 ? selection : selection.without(rule.text("table"), without);
        }
        return selection;
    }

    @SuppressWarnings("unchecked") // lists of the kinds above
    private List<Settings<Object>> rules(String key) {
        return settings.find(key, List.class).orElse(List.of());
    }

    @Override
    public String kind() {
        return "mysql";
    }

    @Override
    public String description() {
        return url();
    }

    /** Parameters of the URL may be secrets. */
    private String url() {
        return settings.text(URL).replaceFirst("\\?.*", "");
    }

    private MySqlSinkBuilder builder() {
        MySqlSinkBuilder builder = MySqlSink.builder();
        settings.applyTo(builder);
        return builder;
    }

    @Override
    public PlannedSink make(CaptureMetrics metrics) {
        MySqlSink sink = builder().metrics(metrics).build();
        return new PlannedSink.Parallel(sink, sink);
    }

    @Override
    public int lanes() {
        return builder().build().settings().lanes();
    }

    @Override
    public Optional<SqlAccess> sql() {
        return Optional.of(new SqlAccess(
                settings.text(URL),
                settings.text(USER),
                settings.find(PASSWORD, String.class).orElse("")));
    }

    @Override
    public TableRoutes routes() {
        return routes(rules(ROUTES));
    }

    @Override
    public ColumnSelection columns() {
        return columns(rules(COLUMNS));
    }
}
