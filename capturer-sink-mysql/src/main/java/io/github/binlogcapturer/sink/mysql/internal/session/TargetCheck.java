package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.RowFaultPolicy;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import io.github.binlogcapturer.sink.mysql.internal.progress.ProgressStore;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import io.github.binlogcapturer.spi.SinkFinding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks whether a target can take changes, through one connection, and changes nothing. For one run. */
final class TargetCheck {

    private static final Set<String> WRITING = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");
    private static final Set<String> KEEPING = Set.of("SELECT", "INSERT", "UPDATE");
    private static final String CREATE = "CREATE";

    private final TargetSettings settings;
    private final ProgressStore store;
    private final List<SinkFinding> findings = new ArrayList<>();
    private final Map<TableName, Set<String>> needed = new LinkedHashMap<>();

    TargetCheck(TargetSettings settings, ProgressStore store) {
        this.settings = settings;
        this.store = store;
    }

    List<SinkFinding> run(Collection<TableSchema> tables) {
        try {
            SessionSource source = new SessionSource(settings.session());
            try (Connection connection = source.getConnection()) {
                look(connection, source, tables);
            } catch (SQLException e) {
                findings.add(SinkFinding.wrong(target() + " cannot be used: " + Faults.text(e), remedy(e)));
            }
        } catch (ConfigurationException e) {
            findings.add(split(e));
        }
        return findings;
    }

    private void look(Connection connection, SessionSource source, Collection<TableSchema> tables) throws SQLException {
        ServerFacts facts = ServerFacts.read(connection);
        findings.add(SinkFinding.ok(target() + " answers: " + (facts.mariaDb() ? "MariaDB " : "MySQL ") + facts.major()
                + "." + facts.minor() + "." + facts.patch()));
        TargetCatalog catalog = new TargetCatalog(settings.mapping(), facts, source);
        for (TableSchema table : tables) {
            findings.add(fit(connection, catalog, table));
        }
        boolean kept = store.isThere(connection);
        progress(connection, kept);
        deadLetters();
        findings.addAll(rights(connection));
    }

    private SinkFinding fit(Connection connection, TargetCatalog catalog, TableSchema table) throws SQLException {
        TableName target = catalog.target(table);
        Set<String> rights = needed.computeIfAbsent(target, unseen -> new TreeSet<>(WRITING));
        if (settings.mapping().schemaChanges() == SchemaChangePolicy.APPLY) {
            rights.add("ALTER");
        }
        try {
            String from = target.equals(table.name()) ? "" : ", where " + table.name() + " of the source goes,";
            String found = catalog.preview(connection, table);
            if (found.equals(TargetCatalog.WILL_BE_CREATED)) {
                rights.add(CREATE);
            }
            return SinkFinding.ok("Table " + target + from + " " + found);
        } catch (TargetSchemaException e) {
            return split(e);
        }
    }

    private void progress(Connection connection, boolean isThere) throws SQLException {
        if (!settings.exactlyOnce()) {
            findings.add(SinkFinding.ok("No progress is kept there: delivery is at least once"));
            return;
        }
        Set<String> rights = new TreeSet<>(KEEPING);
        needed.put(settings.progressTable(), rights);
        if (!isThere) {
            rights.add(CREATE);
            findings.add(SinkFinding.ok(
                    "The table of progress " + settings.progressTable() + " is not there yet and will be created"));
            return;
        }
        try {
            String upTo = store.held(connection)
                    .map(ts -> "the target holds everything up to commit ts " + ts)
                    .orElse("nothing is kept yet");
            findings.add(SinkFinding.ok("Progress of " + store + ": " + upTo));
        } catch (SQLException e) {
            findings.add(SinkFinding.wrong(
                    "The table of progress " + settings.progressTable() + " cannot be read: " + Faults.text(e),
                    "Run as an administrator: "
                            + store.grantStatement(settings.session().user())
                            + "; where it is no table of progress, name another one by progressTable"));
        }
    }

    /** The table is made where it is missing, and that is tried in any case. */
    private void deadLetters() {
        if (settings.rowFaults() instanceof RowFaultPolicy.DeadLetterTable letters) {
            needed.put(letters.table(), new TreeSet<>(Set.of(CREATE, "INSERT")));
        }
    }

    private List<SinkFinding> rights(Connection connection) throws SQLException {
        Grants grants;
        try {
            grants = Grants.read(connection);
        } catch (SQLException e) {
            return List.of(SinkFinding.ok("What the account may do there cannot be told: " + Faults.text(e)));
        }
        List<SinkFinding> lacking = new ArrayList<>();
        String account = account(connection);
        needed.forEach((table, wanted) -> {
            Set<String> missing = grants.lacking(table, wanted);
            if (!missing.isEmpty()) {
                String rights = String.join(", ", missing);
                lacking.add(SinkFinding.wrong(
                        "User " + account + " lacks " + rights + " on " + table,
                        "Run as an administrator: GRANT " + rights + " ON " + quoted(table) + " TO " + account));
            }
        });
        if (!lacking.isEmpty() && grants.hasRoles()) {
            return List.of(SinkFinding.ok("User " + account
                    + " has rights by roles, which do not tell all they may; what is needed and not told otherwise: "
                    + lacking.get(0).what()));
        }
        return lacking.isEmpty()
                ? List.of(SinkFinding.ok("User " + account + " has the rights that are needed"))
                : lacking;
    }

    /** Returns the account as grants name it. */
    private String account(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
            String found = row.next() ? row.getString(1) : settings.session().user() + "@%";
            int at = found.lastIndexOf('@');
            return text(found.substring(0, Math.max(at, 0))) + "@" + text(found.substring(at + 1));
        }
    }

    private String target() {
        return "Target " + settings.session() + " as user " + settings.session().user();
    }

    private static String remedy(SQLException e) {
        String remedy = WrongSetting.remedy(e);
        if (remedy != null) {
            return remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1);
        }
        return switch (ErrorTable.codeOf(e)) {
            case 1045, 1698 -> "Check user and password, and that the user may come from this host";
            case 1044 ->
                "Run as an administrator GRANT SELECT, INSERT, UPDATE, DELETE on the URL's database to the user";
            case 1049 -> "Create the database that the URL names, or name another one";
            default -> "Check host and port of the URL, and that the server runs and is reached from here";
        };
    }

    /** Takes a message whose first sentence says what is wrong and the rest what to do. */
    private static SinkFinding split(RuntimeException e) {
        @Nullable String message = e.getMessage();
        String text = message == null ? e.toString() : message;
        int end = text.indexOf(". ");
        return end < 0
                ? SinkFinding.wrong(text, "Change the setting that it names")
                : SinkFinding.wrong(text.substring(0, end), text.substring(end + 2));
    }

    private static String quoted(TableName name) {
        return quoted(name.database()) + "." + quoted(name.table());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
