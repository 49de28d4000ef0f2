package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Conditions on keys, in SQL that needs no row constructors. */
final class Conditions {

    private Conditions() {}

    /** Returns a WHERE clause for a range, or nothing if it has no limits. */
    static String within(List<ColumnPair> key, KeyRange range, boolean left, boolean backslashEscapes) {
        List<String> both = new ArrayList<>();
        if (range.above() != null) {
            both.add(beyond(key, range.above(), ">", ">", left, backslashEscapes));
        }
        if (range.upTo() != null) {
            both.add(beyond(key, range.upTo(), "<", "<=", left, backslashEscapes));
        }
        return both.isEmpty() ? "" : " WHERE " + String.join(" AND ", both);
    }

    /** Returns the condition of one key. */
    static String equal(List<ColumnPair> key, ComparedRow row, boolean left, boolean backslashEscapes) {
        StringJoiner all = new StringJoiner(" AND ", "(", ")");
        for (int i = 0; i < key.size(); i++) {
            all.add(compared(key.get(i), "=", row.values().get(i), left, backslashEscapes));
        }
        return all.toString();
    }

    /** The first column's own condition is for the index; the rest of it is exact. */
    private static String beyond(
            List<ColumnPair> key, ComparedRow limit, String strictly, String atLast, boolean left, boolean escapes) {
        if (key.size() == 1) {
            return compared(key.get(0), atLast, limit.values().get(0), left, escapes);
        }
        StringJoiner any = new StringJoiner(" OR ", "(", ")");
        for (int i = 0; i < key.size(); i++) {
            StringJoiner all = new StringJoiner(" AND ", "(", ")");
            for (int before = 0; before < i; before++) {
                all.add(compared(key.get(before), "=", limit.values().get(before), left, escapes));
            }
            String operator = i == key.size() - 1 ? atLast : strictly;
            all.add(compared(key.get(i), operator, limit.values().get(i), left, escapes));
            any.add(all.toString());
        }
        return compared(key.get(0), strictly + "=", limit.values().get(0), left, escapes) + " AND " + any;
    }

    private static String compared(
            ColumnPair column, String operator, @Nullable String raw, boolean left, boolean backslashEscapes) {
        String name = column.of(left).quoted();
        return raw == null ? name + " IS NULL" : name + operator + Literals.value(column.kind(), raw, backslashEscapes);
    }
}
