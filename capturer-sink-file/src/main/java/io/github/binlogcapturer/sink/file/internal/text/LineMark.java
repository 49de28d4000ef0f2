package io.github.binlogcapturer.sink.file.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line that stands in a file means for where the file may be cut.
 *
 * @param commitTs the commit ts of a group's end or a heartbeat, otherwise 0
 * @param changes how many lines of changes or statements belong to a group's end and stand in front of it; for a change in CSV its index; otherwise 0
 */
record LineMark(Kind kind, long commitTs, long changes) {

    enum Kind {
        BEGIN,
        CHANGE,
        /** The end of a transaction that is complete only with others behind it. */
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
    private static final Pattern ORIGINAL_COMMIT = Pattern.compile(
            "-- commit commit_ts=(\\d{1,19}) statements=(\\d{1,10}) changes=\\d{1,10} complete=(true|false)");
    private static final Pattern ORIGINAL_CHANGE = Pattern.compile("(replace into|update|delete from) `");
    private static final Pattern CSV_CHANGE = Pattern.compile(
            "(?:insert|update|upsert|delete),(\\d{1,19}),-?\\d{1,19},-?\\d{1,19},(\\d{1,10}),(\\d{1,10}),([01]),\"");
    private static final Pattern CSV_EMPTY =
            Pattern.compile("transaction,(\\d{1,19}),-?\\d{1,19},-?\\d{1,19},\\\\N,0,([01])(?:,\\\\N){3}");
    private static final Pattern CSV_HEARTBEAT = Pattern.compile("heartbeat,(\\d{1,19})(?:,\\\\N){4},1(?:,\\\\N){3}");
    private static final LineMark NOTHING = of(Kind.OTHER);

    /** Reads a line of {@link TextKind#JSON_LINES}, without its line feed, of which the first {@link #HEAD_BYTES} suffice. */
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

    /** Reads a line of {@link TextKind#SQL_LINES}, without its line feed, of which the first {@link #HEAD_BYTES} suffice. */
    static LineMark ofSql(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        return ofSql(head, SQL_CHANGE, "BEGIN; -- ", SQL_COMMIT);
    }

    /** Reads a line of {@link TextKind#ORIGINAL_SQL}, without its line feed, of which the first {@link #HEAD_BYTES} suffice. */
    static LineMark ofOriginalSql(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        return ofSql(head, ORIGINAL_CHANGE, "-- begin ", ORIGINAL_COMMIT);
    }

    private static LineMark ofSql(String head, Pattern changes, String begin, Pattern commits) {
        if (changes.matcher(head).lookingAt()) {
            return of(Kind.CHANGE);
        }
        if (head.startsWith(begin)) {
            return of(Kind.BEGIN);
        }
        if (head.startsWith("-- schema ")) {
            return of(Kind.SCHEMA);
        }
        Matcher commit = commits.matcher(head);
        if (commit.matches()) {
            return commit(commit.group(1), commit.group(2), commit.group(3));
        }
        Matcher heartbeat = SQL_HEARTBEAT.matcher(head);
        return heartbeat.matches() ? heartbeat(heartbeat.group(1)) : NOTHING;
    }

    /** Reads a line of {@link TextKind#CSV}, without its line feed, of which the first {@link #HEAD_BYTES} suffice. */
    static LineMark ofCsv(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (head.startsWith("schema,")) {
            return of(Kind.SCHEMA);
        }
        Matcher change = CSV_CHANGE.matcher(head);
        if (change.lookingAt()) {
            return csvChange(change);
        }
        Matcher empty = CSV_EMPTY.matcher(head);
        if (empty.matches()) {
            return commit(empty.group(1), "0", "1".equals(empty.group(2)) ? "true" : "false");
        }
        Matcher heartbeat = CSV_HEARTBEAT.matcher(head);
        return heartbeat.matches() ? heartbeat(heartbeat.group(1)) : NOTHING;
    }

    private static LineMark csvChange(Matcher change) {
        long index = Long.parseLong(change.group(2));
        long count = Long.parseLong(change.group(3));
        if ("0".equals(change.group(4))) {
            return index < count ? new LineMark(Kind.CHANGE, 0, index) : NOTHING;
        }
        return index == count - 1 ? commit(change.group(1), change.group(2), "true") : NOTHING;
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
