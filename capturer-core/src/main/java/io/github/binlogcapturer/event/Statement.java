package io.github.binlogcapturer.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statement behind a change, as the database logged it. Its text may hold sensitive literals. Immutable; the text is decoded
 * when asked for.
 */
public final class Statement {

    private static final Statement UNKNOWN = of("");

    private final byte[] data;
    private final int offset;
    private final int length;
    private final long sign;

    /**
     * @param data bytes that hold the text in UTF-8; not copied, so they must not change any more
     * @param offset where the text begins
     * @param length its length, 0 where the server logs none
     * @param sign the server's digest of the statement's shape, 0 where it logs none
     */
    public Statement(byte[] data, int offset, int length, long sign) {
        Objects.checkFromIndexSize(offset, length, data.length);
        this.data = data;
        this.offset = offset;
        this.length = length;
        this.sign = sign;
    }

    /** Returns a statement of a text, without a digest. */
    public static Statement of(String sql) {
        byte[] data = sql.getBytes(StandardCharsets.UTF_8);
        return new Statement(data, 0, data.length, 0);
    }

    /** Returns the statement without text. */
    public static Statement unknown() {
        return UNKNOWN;
    }

    /** Returns the statement's text, empty where the server logs none. */
    public String sql() {
        return new String(data, offset, length, StandardCharsets.UTF_8);
    }

    /** Returns how many bytes the text has in UTF-8. */
    public int byteCount() {
        return length;
    }

    /**
     * Copies the bytes of the text, in UTF-8 as the server logged them.
     *
     * @param at where the first byte goes
     * @throws IndexOutOfBoundsException if less than {@link #byteCount} bytes are left there
     */
    public void copyBytes(byte[] target, int at) {
        System.arraycopy(data, offset, target, at, length);
    }

    /** Returns the server's digest of the statement's shape, an unsigned number; 0 where it logs none. */
    public long sign() {
        return sign;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Statement that
                        && sign == that.sign
                        && Arrays.equals(
                                data, offset, offset + length, that.data, that.offset, that.offset + that.length));
    }

    @Override
    public int hashCode() {
        int hash = Long.hashCode(sign);
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + data[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return sql();
    }
}
