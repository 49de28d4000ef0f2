package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;

/** A text of SQL under construction, with literals as one server reads them. Reusable; not thread-safe. */
public final class SqlText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder(4096);
    private final boolean backslashes;

    /** Starts an empty text for sessions like the one that the facts were read in. */
    public SqlText(ServerFacts facts) {
        this.backslashes = !facts.noBackslashEscapes();
    }

    /** Appends SQL as it is. */
    public SqlText append(String sql) {
        text.append(sql);
        return this;
    }

    /** Appends a character as it is. */
    public SqlText append(char sql) {
        text.append(sql);
        return this;
    }

    /** Appends an integer. */
    public SqlText append(long value) {
        text.append(value);
        return this;
    }

    /** Appends a text literal. */
    public SqlText appendLiteral(String value) {
        text.append('\'');
        int plainFrom = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'' || (backslashes && (c == '\\' || c == 0))) {
                text.append(value, plainFrom, i).append(c == '\'' ? '\'' : '\\').append(c == 0 ? '0' : c);
                plainFrom = i + 1;
            }
        }
        text.append(value, plainFrom, value.length()).append('\'');
        return this;
    }

    /** Appends bytes as a literal. */
    public SqlText appendLiteral(byte[] value) {
        text.append("x'");
        for (byte b : value) {
            text.append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
        }
        text.append('\'');
        return this;
    }

    /** Returns its length in characters. */
    public int length() {
        return text.length();
    }

    /** Empties it; a very large buffer is given back. */
    public void clear() {
        text.setLength(0);
        if (text.capacity() > 16 << 20) {
            text.trimToSize();
        }
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text.toString();
    }
}
