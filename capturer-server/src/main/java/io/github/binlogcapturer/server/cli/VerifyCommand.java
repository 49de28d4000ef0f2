package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.SqlAccess;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.server.terminal.Progress;
import io.github.binlogcapturer.server.terminal.TextTable;
import io.github.binlogcapturer.server.terminal.Texts;
import io.github.binlogcapturer.sink.mysql.TableReport;
import io.github.binlogcapturer.sink.mysql.TableVerifier;
import io.github.binlogcapturer.sink.mysql.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code capturer verify}. */
@Command(
        name = "verify",
        header = "Compares the source's tables with a target's, row by row where checksums differ.",
        description = {
            "%nReads both sides by SQL and changes nothing. Rows that change meanwhile may be reported: verify while nothing writes, or again."
        },
        footer = {
            "%nExit codes: 0 all tables are equal, 1 some differ or a server is unreachable, 2 wrong usage or configuration.",
            "%nExample: compare the orders, and write what would repair them",
            "  capturer verify mysql --table shop.orders --repair-sql /tmp/repair.sql"
        })
final class VerifyCommand extends ProgramCommand {

    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "The target, a database; by default the only one.")
    private @Nullable String target;

    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description = "Only these of the captured tables; may be repeated, the last that matches decides.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--repair-sql",
            paramLabel = "FILE",
            description = "Writes the statements that make the target equal into a new file. They hold values of rows.")
    private @Nullable Path repair;

    @Option(
            names = "--source-url",
            paramLabel = "JDBC",
            description = "The source's SQL address; by default source.sql of the configuration.")
    private @Nullable String sourceUrl;

    @Option(names = "--source-user", paramLabel = "USER", description = "The account there.")
    private @Nullable String sourceUser;

    @Option(names = "--source-password-file", paramLabel = "FILE", description = "A file with the account's password.")
    private @Nullable Path sourcePassword;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "In which TIMESTAMP columns are compared, ${DEFAULT-VALUE} by default.")
    private String timeZone = "+00:00";

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        ServerPlan plan = plan();
        TargetPlan side = database(plan);
        SqlAccess right = side.sql().orElseThrow();
        SqlAccess left = source(plan);
        Path file = repair;
        if (file != null && Files.exists(file)) {
            throw CommandException.usage(file + " is there already; move it away, or name another file");
        }
        List<TableName> wanted = wanted(plan, side, TablesCommand.filter(tables));
        VerifyReport report = verify(left, right, side, wanted);
        print(report);
        if (file != null) {
            write(file, report);
        }
        return report.isEqual() ? ExitCodes.FINE : ExitCodes.PROBLEM;
    }

    private TargetPlan database(ServerPlan plan) {
        List<TargetPlan> databases =
                plan.targets().stream().filter(one -> one.sql().isPresent()).toList();
        if (target == null && databases.size() == 1) {
            return databases.get(0);
        }
        TargetPlan named = target(plan, target);
        if (named.sql().isEmpty()) {
            throw CommandException.usage("Target " + named.name() + " is no database but " + named.kind()
                    + ", which holds no tables to compare");
        }
        return named;
    }

    private SqlAccess source(ServerPlan plan) throws IOException {
        Optional<SqlAccess> configured = plan.sourceSql();
        String url =
                sourceUrl != null ? sourceUrl : configured.map(SqlAccess::url).orElse(null);
        if (url == null) {
            throw CommandException.usage("How is the source reached by SQL? Add source.sql to " + plan.file()
                    + ", or say --source-url jdbc:mysql://HOST:28282/ --source-user USER --source-password-file FILE");
        }
        String user = sourceUser != null
                ? sourceUser
                : configured.map(SqlAccess::user).orElse("root");
        String password = sourcePassword != null
                ? Files.readString(sourcePassword).strip()
                : configured.map(SqlAccess::password).orElse("");
        return new SqlAccess(url, user, password);
    }

    private static List<TableName> wanted(ServerPlan plan, TargetPlan side, TableFilter filter)
            throws InterruptedException {
        List<TableName> names;
        try (BaikalCluster cluster = Plans.connect(plan.cluster())) {
            names = CapturedTables.of(plan, cluster).stream()
                    .map(ClusterTable::name)
                    .filter(side.tables()::matches)
                    .filter(filter::matches)
                    .toList();
        }
        if (names.isEmpty()) {
            throw CommandException.problem(
                    "No table that " + side.name() + " captures fits; 'capturer tables' lists what there is");
        }
        return names;
    }

    private VerifyReport verify(SqlAccess left, SqlAccess right, TargetPlan side, List<TableName> wanted)
            throws SQLException {
        try (Progress progress = console().progress("rows")) {
            return TableVerifier.builder()
                    .left(left.url(), left.user(), left.password())
                    .right(right.url(), right.user(), right.password())
                    .routes(side.routes())
                    .columns(side.columns())
                    .timeZone(timeZone)
                    .onProgress(told -> progress.update(
                            told.table() + " (" + told.number() + " of " + told.tables() + ")",
                            told.rows(),
                            told.estimatedRows()))
                    .build()
                    .verify(wanted);
        }
    }

    private void print(VerifyReport report) {
        TextTable table = TextTable.of("table", "target's", "rows", "target's rows", "read", "result");
        for (TableReport one : report.tables()) {
            table.row(
                    one.left().toString(),
                    one.right().toString(),
                    Texts.count(one.leftRows()),
                    Texts.count(one.rightRows()),
                    Texts.count(one.rowsRead()),
                    result(one));
        }
        table.print(console().out(), console().colours());
        report.tables()
                .forEach(one ->
                        one.notes().forEach(note -> console().out().println("  note on " + one.left() + ": " + note)));
    }

    private static String result(TableReport report) {
        if (report.isEqual()) {
            return "equal";
        }
        return report.problem()
                .orElseGet(() -> (report.complete() ? "" : "at least ")
                        + report.differences().size() + " rows differ");
    }

    private void write(Path file, VerifyReport report) throws IOException {
        List<String> statements = report.repairSql();
        List<String> lines = new ArrayList<>();
        lines.add(
                "-- Makes the target equal to the source as of this comparison. Run it while nothing else writes, then verify again.");
        lines.add("START TRANSACTION;");
        statements.forEach(statement -> lines.add(statement + ";"));
        lines.add("COMMIT;");
        Files.write(file, lines, UTF_8);
        console().out().println("Wrote " + statements.size() + " statements into " + file);
    }
}
