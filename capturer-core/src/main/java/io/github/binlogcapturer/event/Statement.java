package io.github.binlogcapturer.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statement behind a change, as the database logged it. Its text may hold sensitive literals. Immutable; the text is decoded
 * when asked for.
 */
public final class Statement {

    private final byte[] sql;
    private final long sign;

    /**
     * @param sql the statement's text in UTF-8, empty where the server logs none
     * @param sign the server's digest of the statement's shape, 0 where it logs none
     */
    public Statement(byte[] sql, long sign) {
        this.sql = sql.clone();
        this.sign = sign;
    }

    /** Returns a statement without text. */
    public static Statement unknown() {
        return new Statement(new byte[0], 0);
    }

    /** Returns the statement's text, empty where the server logs none. */
    public String sql() {
        return new String(sql, StandardCharsets.UTF_8);
    }

    /** Returns the server's digest of the statement's shape, an unsigned number; 0 where it logs none. */
    public long sign() {
        return sign;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Statement that && sign == that.sign && Arrays.equals(sql, that.sql);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(sign) + Arrays.hashCode(sql);
    }

    @Override
    public String toString() {
        return sql();
    }
}
