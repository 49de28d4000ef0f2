package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code SHOW GRANTS} tells of an account. Read in its favour: a right on some columns counts for the table, letters of any case for the
 * same, and revokes do not count. Immutable.
 */
final class Grants {

    private static final Pattern LINE = Pattern.compile("GRANT (.+?) ON (?:TABLE )?(\\S+|`.+?`) TO .*", Pattern.DOTALL);
    private static final String NAME = "(\\*|`(?:[^`]|``)+`|[^.`]+)";
    private static final Pattern SCOPE = Pattern.compile(NAME + "\\." + NAME);
    private static final Pattern RIGHT = Pattern.compile("([A-Za-z][A-Za-z ]*[A-Za-z])\\s*(?:\\([^)]*\\))?\\s*(?:,|$)");
    private static final Set<String> EVERYTHING = Set.of("ALL", "ALL PRIVILEGES");

    private final List<Scope> scopes;
    private final boolean roles;

    /** Some rights, and where they hold. */
    private record Scope(Pattern database, Pattern table, Set<String> rights) {

        boolean covers(TableName name) {
            return database.matcher(name.database()).matches()
                    && table.matcher(name.table()).matches();
        }
    }

    private Grants(List<Scope> scopes, boolean roles) {
        this.scopes = scopes;
        this.roles = roles;
    }

    /** Asks for the grants of the session's account. */
    static Grants read(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return parse(lines);
    }

    static Grants parse(List<String> lines) {
        List<Scope> scopes = new ArrayList<>();
        boolean roles = false;
        for (String line : lines) {
            Matcher grant = LINE.matcher(line);
            if (grant.matches()) {
                Matcher scope = SCOPE.matcher(grant.group(2));
                if (scope.matches()) {
                    scopes.add(scope(scope.group(1), scope.group(2), rights(grant.group(1))));
                }
            } else {
                roles |= line.startsWith("GRANT ") && !line.contains(" ON ");
            }
        }
        return new Grants(List.copyOf(scopes), roles);
    }

    /** Returns whether the account has roles, whose rights these may lack. */
    boolean hasRoles() {
        return roles;
    }

    /** Returns those of some rights that the account lacks on a table, in order of their names. */
    Set<String> lacking(TableName table, Set<String> wanted) {
        Set<String> lacking = new TreeSet<>(wanted);
        for (Scope scope : scopes) {
            if (scope.covers(table)) {
                if (scope.rights.stream().anyMatch(EVERYTHING::contains)) {
                    return Set.of();
                }
                lacking.removeAll(scope.rights);
            }
        }
        return lacking;
    }

    private static Scope scope(String database, String table, Set<String> rights) {
        // of a whole database the name may have wildcards
        boolean whole = table.equals("*");
        return new Scope(
                database.equals("*") ? Pattern.compile(".*", Pattern.DOTALL) : name(database, whole),
                whole ? Pattern.compile(".*", Pattern.DOTALL) : name(table, false),
                rights);
    }

    private static Pattern name(String quoted, boolean wildcards) {
        String name = quoted.startsWith("`")
                ? quoted.substring(1, quoted.length() - 1).replace("``", "`")
                : quoted;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean escape = wildcards && c == '\\' && i + 1 < name.length();
            if (escape) {
                regex.append(Pattern.quote(String.valueOf(name.charAt(++i))));
            } else if (wildcards && (c == '%' || c == '_')) {
                regex.append(c == '%' ? ".*" : ".");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private static Set<String> rights(String list) {
        Set<String> rights = new HashSet<>();
        Matcher right = RIGHT.matcher(list);
        while (right.find()) {
            rights.add(right.group(1).toUpperCase(Locale.ROOT));
        }
        return rights;
    }
}
