package io.github.binlogcapturer.sink.file;

/**
 * How a {@link FileSink} writes. All files are UTF-8, and every line ends with a line feed; within a line there is none.
 *
 * <p>A file begins with one header line that names the capture and the subscriber it belongs to. Transactions follow in commit order,
 * each between a begin and a commit line. {@code complete} on a commit line is false while further transactions of the same commit ts
 * follow, so the last line with {@code complete} true says how far the file goes.
 */
public enum FileFormat {
    /**
     * A JSON object per line.
     *
     * <pre>{@code
     * {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
     * {"type":"begin","commitTs":7,"startTs":6,"txnId":1,"executeTime":"2019-12-31T16:00:00Z","user":"app","changes":1}
     * {"type":"update","index":0,"db":"shop","table":"orders","schemaVersion":3,"before":{"id":1,"n":2},"after":{"id":1,"n":3}}
     * {"type":"commit","commitTs":7,"changes":1,"complete":true}
     * {"type":"schema","commitTs":9,"db":"shop","table":"orders","version":4,"sql":["ALTER TABLE …"]}
     * {"type":"heartbeat","commitTs":12}
     * }</pre>
     *
     * A change is an {@code insert}, {@code update}, {@code upsert} or {@code delete}; an image that does not exist is left out, one
     * that exists has all columns. Values: integers are numbers with all their digits, also beyond 2^53; FLOAT and DOUBLE the shortest
     * number that reads back the same, or the strings {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}; BOOL true or false; text
     * a string; dates and times their exact text, TIMESTAMP in the table's zone; binary strings, HLL, BITMAP and TDIGEST Base64 in a
     * string; NULL null. Text whose bytes are not valid in the table's charset is an object with these bytes,
     * {@code {"$base64":"…"}}, so that nothing is lost.
     */
    JSON_LINES("jsonl"),

    /**
     * A MySQL statement per line.
     *
     * <pre>{@code
     * -- {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
     * BEGIN; -- commit_ts=7 start_ts=6 txn_id=1
     * UPDATE `shop`.`orders` SET `n`=3 WHERE `id`=1;
     * COMMIT; -- commit_ts=7 changes=1 complete=true
     * -- schema commit_ts=9 version=4 table=`shop`.`orders` sql=ALTER TABLE …;
     * -- heartbeat commit_ts=12
     * }</pre>
     *
     * An upsert is a REPLACE. Rows are found by primary key; without one by all columns, one row at a time, which floating-point columns
     * can defeat in MySQL. Strings are escaped with backslashes, so play a file with {@code NO_BACKSLASH_ESCAPES} off, the character set
     * utf8mb4 and the {@code time_zone} of the source. Bytes, and text that is not valid in the table's charset, are {@code x'…'}. Schema
     * changes are comments, since their SQL is told from the difference of two versions. NaN and infinities have no literal and stop the
     * sink, as does a name with a line break.
     */
    SQL_LINES("sql");

    private final String extension;

    FileFormat(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }

    /** Returns what stands in front of the JSON of the header line. */
    String headerPrefix() {
        return this == SQL_LINES ? "-- " : "";
    }

    LineWriter writer(LineBuffer buffer) {
        return switch (this) {
            case JSON_LINES -> new JsonLineWriter(buffer);
            case SQL_LINES -> new SqlLineWriter(buffer);
        };
    }

    LineMark mark(byte[] line) {
        return switch (this) {
            case JSON_LINES -> LineMark.ofJson(line);
            case SQL_LINES -> LineMark.ofSql(line);
        };
    }
}
