package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.sql.SQLException;
import java.util.Set;

/** Tells failures apart by what they mean for a comparison. */
final class Failures {

    private static final Set<Integer> NO_SUCH_TABLE = Set.of(1049, 1146);

    private Failures() {}

    static boolean isConnection(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08");
    }

    static boolean isNoSuchTable(SQLException e) {
        return NO_SUCH_TABLE.contains(e.getErrorCode());
    }
}
