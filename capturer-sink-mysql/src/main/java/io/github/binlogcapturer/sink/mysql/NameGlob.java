package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import java.util.regex.Pattern;

/** A pattern {@code database.table}, where {@code *} stands for any characters and {@code ?} for one. */
final class NameGlob {

    private final Pattern database;
    private final Pattern table;

    private NameGlob(Pattern database, Pattern table) {
        this.database = database;
        this.table = table;
    }

    static NameGlob of(String text) {
        TableName sides = TableName.parse(text);
        return new NameGlob(side(sides.database()), side(sides.table()));
    }

    boolean matches(TableName name) {
        return database.matcher(name.database()).matches()
                && table.matcher(name.table()).matches();
    }

    /** Returns whether a pattern matches one name only. */
    static boolean isLiteral(TableName pattern) {
        String both = pattern.database() + pattern.table();
        return both.indexOf('*') < 0 && both.indexOf('?') < 0;
    }

    static Pattern side(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
