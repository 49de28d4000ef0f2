package io.github.binlogcapturer.sink.file;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line that stands in a file means for where the file may be cut.
 *
 * @param commitTs the commit ts of a group's end or a heartbeat, otherwise 0
 * @param changes how many changes the transaction has that a group's end belongs to, otherwise 0
 */
record LineMark(Kind kind, long commitTs, long changes) {

    enum Kind {
        BEGIN,
        CHANGE,
        /** The end of a transaction after which others of the same commit ts follow. */
        COMMIT,
        /** The end of a transaction with which its commit ts is complete. */
        GROUP_END,
        SCHEMA,
        HEARTBEAT,
        /** Nothing that this library writes, or not in one piece. */
        OTHER
    }

    /** Long enough for every line whose content matters; the others are known by how they begin. */
    static final int HEAD_BYTES = 256;

    private static final String JSON_START = "{\"type\":\"";
    private static final Pattern SQL_COMMIT =
            Pattern.compile("COMMIT; -- commit_ts=(\\d{1,19}) changes=(\\d{1,10}) complete=(true|false)");
    private static final Pattern SQL_HEARTBEAT = Pattern.compile("-- heartbeat commit_ts=(\\d{1,19})");
    private static final Pattern SQL_CHANGE = Pattern.compile("(INSERT INTO|REPLACE INTO|UPDATE|DELETE FROM) `");
    private static final LineMark NOTHING = of(Kind.OTHER);

    /** Reads a line of {@link FileFormat#JSON_LINES}, without its line feed, of which the first {@link #HEAD_BYTES} suffice. */
    static LineMark ofJson(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, 32), StandardCharsets.ISO_8859_1);
        int wordEnd = head.indexOf('"', JSON_START.length());
        if (!head.startsWith(JSON_START) || wordEnd < 0) {
            return NOTHING;
        }
        return switch (head.substring(JSON_START.length(), wordEnd)) {
            case "begin" -> of(Kind.BEGIN);
            case "insert", "update", "upsert", "delete" -> of(Kind.CHANGE);
            case "schema" -> of(Kind.SCHEMA);
            case "commit" -> jsonCommit(JsonFields.read(line, 0));
            case "heartbeat" -> heartbeat(JsonFields.read(line, 0).getOrDefault("commitTs", ""));
            default -> NOTHING;
        };
    }

    /** Reads a line of {@link FileFormat#SQL_LINES}, without its line feed, of which the first {@link #HEAD_BYTES} suffice. */
    static LineMark ofSql(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (SQL_CHANGE.matcher(head).lookingAt()) {
            return of(Kind.CHANGE);
        }
        if (head.startsWith("BEGIN; -- ")) {
            return of(Kind.BEGIN);
        }
        if (head.startsWith("-- schema ")) {
            return of(Kind.SCHEMA);
        }
        Matcher commit = SQL_COMMIT.matcher(head);
        if (commit.matches()) {
            return commit(commit.group(1), commit.group(2), commit.group(3));
        }
        Matcher heartbeat = SQL_HEARTBEAT.matcher(head);
        return heartbeat.matches() ? heartbeat(heartbeat.group(1)) : NOTHING;
    }

    private static LineMark of(Kind kind) {
        return new LineMark(kind, 0, 0);
    }

    private static LineMark jsonCommit(Map<String, String> fields) {
        return commit(
                fields.getOrDefault("commitTs", ""),
                fields.getOrDefault("changes", ""),
                fields.getOrDefault("complete", ""));
    }

    private static LineMark commit(String commitTs, String changes, String complete) {
        try {
            return switch (complete) {
                case "true" -> new LineMark(Kind.GROUP_END, Long.parseLong(commitTs), Long.parseLong(changes));
                case "false" -> of(Kind.COMMIT);
                default -> NOTHING;
            };
        } catch (NumberFormatException notOurs) {
            return NOTHING;
        }
    }

    private static LineMark heartbeat(String commitTs) {
        try {
            return new LineMark(Kind.HEARTBEAT, Long.parseLong(commitTs), 0);
        } catch (NumberFormatException notOurs) {
            return NOTHING;
        }
    }
}
