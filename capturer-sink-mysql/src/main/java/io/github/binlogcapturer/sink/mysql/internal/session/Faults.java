package io.github.binlogcapturer.sink.mysql.internal.session;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Texts of errors. */
final class Faults {

    private static final int MAX_CAUSES = 16;

    private Faults() {}

    /** Returns the innermost message of the database with its codes and cause: {@code Table 'a.b' doesn't exist (1146, 42S02)}. */
    static String text(SQLException error) {
        SQLException inner = innermost(error);
        String text = oneLine(inner.getMessage());
        return text + codes(inner) + root(inner, text);
    }

    /** Returns the last cause that is not the database's, unless its message is known already. */
    private static String root(SQLException inner, String known) {
        Throwable last = null;
        int depth = 0;
        for (Throwable at = inner.getCause(); at != null && depth < MAX_CAUSES; at = at.getCause(), depth++) {
            last = at;
        }
        if (last == null || last instanceof SQLException) {
            return "";
        }
        String text = oneLine(last.getMessage());
        return known.contains(text) ? "" : ": " + last.getClass().getSimpleName() + ": " + text;
    }

    /** Returns the codes alone, for logs that must not show values. */
    static String codesOnly(SQLException error) {
        SQLException inner = innermost(error);
        return "error" + codes(inner);
    }

    private static String codes(SQLException error) {
        return " (" + error.getErrorCode() + ", " + error.getSQLState() + ")";
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static SQLException innermost(SQLException error) {
        SQLException found = error;
        Throwable at = error;
        for (int depth = 0; at != null && depth < MAX_CAUSES; at = at.getCause(), depth++) {
            if (at instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }
}
