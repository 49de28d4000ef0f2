package io.github.binlogcapturer.sink.mysql.internal.target;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server is and can.
 *
 * @param maxAllowedPacket the longest statement in bytes
 * @param noBackslashEscapes whether a backslash in a text literal stands for itself in the session that was asked
 * @param lowerCaseTableNames the server's variable of that name: 0 means that table names are case-sensitive
 */
public record ServerFacts(
        boolean mariaDb,
        int major,
        int minor,
        int patch,
        long maxAllowedPacket,
        boolean noBackslashEscapes,
        int lowerCaseTableNames) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

    /**
     * Asks a server, in the session as it is. Blocks for one round trip.
     *
     * @throws SQLException if the server cannot be asked, or its version cannot be read
     */
    public static ServerFacts read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT VERSION(), @@max_allowed_packet, @@sql_mode, @@lower_case_table_names")) {
            row.next();
            String version = row.getString(1);
            // proxies and old drivers put this in front of MariaDB's own version
            String plain = version.startsWith("5.5.5-") ? version.substring("5.5.5-".length()) : version;
            Matcher numbers = VERSION.matcher(plain);
            if (!numbers.matches()) {
                throw new SQLException("The server's version is \"" + version + "\", which is no version");
            }
            String mode = row.getString(3);
            return new ServerFacts(
                    version.toLowerCase(Locale.ROOT).contains("mariadb"),
                    Integer.parseInt(numbers.group(1)),
                    Integer.parseInt(numbers.group(2)),
                    numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3)),
                    row.getLong(2),
                    mode != null && mode.contains("NO_BACKSLASH_ESCAPES"),
                    row.getInt(4));
        }
    }

    /** Returns whether the server is MySQL of this version or a later one. */
    public boolean isMySqlFrom(int wantedMajor, int wantedMinor, int wantedPatch) {
        return !mariaDb
                && (major != wantedMajor
                        ? major > wantedMajor
                        : minor != wantedMinor ? minor > wantedMinor : patch >= wantedPatch);
    }
}
