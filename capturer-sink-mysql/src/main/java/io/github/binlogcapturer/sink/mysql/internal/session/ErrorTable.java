package io.github.binlogcapturer.sink.mysql.internal.session;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the class of an error from the codes of MySQL 8 and MariaDB, else from its SQLState, else from the driver's exception. Looks
 * through causes, since pools and drivers wrap.
 */
final class ErrorTable {

    static final int DUPLICATE_ENTRY = 1062;
    static final int BAD_NULL = 1048;
    static final int LOCK_WAIT_TIMEOUT = 1205;
    static final int DEADLOCK = 1213;
    static final int HOST_NOT_ALLOWED = 1130;
    private static final int NO_WAIT_LOCK = 3572;
    private static final int MAX_CAUSES = 16;

    private static final Map<Integer, ErrorClass> CODES = new HashMap<>();
    /** DDL that was sent twice: a table, column or key is there or gone already. */
    private static final Set<Integer> DONE_ALREADY = Set.of(1050, 1060, 1061, 1091);

    private static final Set<String> TOO_BIG = Set.of("PacketTooBigException", "MaxAllowedPacketException");

    static {
        // deadlock, lock wait, NOWAIT, interrupted, execution time (both servers), changed since read, rolled back for
        // conflicts
        put(
                ErrorClass.RETRY,
                DEADLOCK,
                LOCK_WAIT_TIMEOUT,
                NO_WAIT_LOCK,
                1317,
                3024,
                1969,
                1020,
                1613,
                1614,
                3101,
                3170,
                1615,
                1637);
        // TiDB: conflicts, schema changed, region and store busy or not reachable
        put(ErrorClass.RETRY, 8002, 8022, 8028, 9001, 9002, 9003, 9004, 9005, 9006, 9007);
        // shutdown, errors of the network, killed, idle for too long; an error during COMMIT, whose outcome must be
        // found out
        put(ErrorClass.RECONNECT, 2002, 2003, 2006, 2013, 2055, 1053, 1077, 1078, 1079, 1080, 1152, 1158, 1159, 1160);
        put(ErrorClass.RECONNECT, 1161, 1180, 1184, 1243, 1927, 3168, 3169, 4031);
        // too many connections, read-only (failover), read-only transaction, replication says no, disk full, offline
        // mode, no thread, no memory, too many prepared statements
        put(
                ErrorClass.WAIT,
                1135,
                1037,
                1041,
                1461,
                1040,
                1203,
                1226,
                1290,
                1792,
                1836,
                3100,
                1021,
                1114,
                1129,
                3032,
                1047);
        // packet too large, transaction cache full, lock table full, statement cache full
        put(ErrorClass.SHRINK, 1153, 1197, 1206, 1534, 1705);
        // keys and constraints
        put(
                ErrorClass.ROW_FAULT,
                DUPLICATE_ENTRY,
                1022,
                1169,
                1216,
                1217,
                1451,
                1452,
                1557,
                1586,
                1761,
                1762,
                3819,
                4025);
        // values
        put(ErrorClass.ROW_FAULT, BAD_NULL, 1263, 1264, 1265, 1292, 1365, 1366, 1367, 1406, 1411, 1416, 1425);
        put(ErrorClass.ROW_FAULT, 1441, 1525, 1526, 1690, 1748, 3140, 3141, 3144, 3156, 3157, 3616, 3617, 3643, 3903);
        // raised by a trigger; not in any partition
        put(ErrorClass.ROW_FAULT, 1644, 1442, 1263, 1591, 4161);
        // no default for a column that the source does not have
        put(ErrorClass.SCHEMA, 1364);
        DONE_ALREADY.forEach(code -> put(ErrorClass.SCHEMA, code));
        put(ErrorClass.SCHEMA, 1146, 1049, 1054, 1136, 1051, 1109, 1305, 1412, 1072, 3105, 1906);
        put(ErrorClass.FATAL, HOST_NOT_ALLOWED, 1044, 1045, 1064, 1142, 1143, 1227, 1370, 1698, 1820, 1862, 3118, 3879);
    }

    private ErrorTable() {}

    private static void put(ErrorClass type, int... codes) {
        for (int code : codes) {
            CODES.put(code, type);
        }
    }

    /** Returns the class of an error. */
    static ErrorClass classOf(SQLException error) {
        Set<Throwable> seen = new HashSet<>();
        ErrorClass best = null;
        for (Throwable at = error; at != null && seen.size() < MAX_CAUSES && seen.add(at); at = at.getCause()) {
            if (TOO_BIG.contains(at.getClass().getSimpleName())) {
                return ErrorClass.SHRINK;
            }
            ErrorClass found = at instanceof SQLException sql ? classOfOne(sql) : null;
            if (found != null && (best == null || best == ErrorClass.RECONNECT)) {
                best = found;
            }
        }
        return best == null ? ErrorClass.FATAL : best;
    }

    /** Returns whether an error says that others hold locks. */
    static boolean isContention(SQLException error) {
        int code = codeOf(error);
        return code == LOCK_WAIT_TIMEOUT || code == DEADLOCK || code == NO_WAIT_LOCK;
    }

    /** Returns whether a DDL failed since it is done already, as when its first answer got lost. */
    static boolean isDoneAlready(SQLException error) {
        return DONE_ALREADY.contains(codeOf(error));
    }

    /** Returns whether somebody must be given a right first. */
    static boolean isDenied(SQLException error) {
        int code = codeOf(error);
        return code == 1044 || code == 1142 || code == 1143 || code == 1227 || code == 1370;
    }

    /** Returns the server's code, that of the innermost error that has one, or 0. */
    static int codeOf(SQLException error) {
        int code = 0;
        int depth = 0;
        for (Throwable at = error; at != null && depth < MAX_CAUSES; at = at.getCause(), depth++) {
            if (at instanceof SQLException sql && sql.getErrorCode() > 0) {
                code = sql.getErrorCode();
            }
        }
        return code;
    }

    private static @Nullable ErrorClass classOfOne(SQLException error) {
        ErrorClass byCode = CODES.get(error.getErrorCode());
        if (byCode != null) {
            return byCode;
        }
        boolean ofConnection = error instanceof SQLRecoverableException
                || error instanceof SQLTransientConnectionException
                || error instanceof SQLNonTransientConnectionException;
        return ofConnection ? ErrorClass.RECONNECT : byState(error.getSQLState());
    }

    private static @Nullable ErrorClass byState(@Nullable String state) {
        if (state == null || state.length() < 2) {
            return null;
        }
        return switch (state.substring(0, 2)) {
            case "08" -> ErrorClass.RECONNECT;
            case "40" -> ErrorClass.RETRY;
            case "22", "23", "44", "45" -> ErrorClass.ROW_FAULT;
            case "70" -> ErrorClass.RETRY;
            default -> null;
        };
    }
}
