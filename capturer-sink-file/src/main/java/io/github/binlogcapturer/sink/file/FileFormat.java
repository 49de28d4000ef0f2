package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.sink.file.internal.kind.FileKind;
import io.github.binlogcapturer.sink.file.internal.segment.SegmentKind;
import io.github.binlogcapturer.sink.file.internal.text.TextKind;

/**
 * How a {@link FileSink} writes. All files of text are UTF-8, and every line ends with a line feed; within a line there is none.
 *
 * <p>A file of text begins with one header line that names the capture and the subscriber it belongs to. Transactions follow in commit order,
 * each between a begin and a commit line, except in CSV. {@code complete} on a commit line is false while transactions follow that have
 * a part of the same commit ts or an earlier one, so the last line with {@code complete} true says how far the file goes.
 */
public enum FileFormat {
    /**
     * A JSON object per line.
     *
     * <pre>{@code
     * {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
     * {"type":"begin","commitTs":7,"startTs":6,"txnId":1,"executeTime":"2019-12-31T16:00:00Z","user":"app","changes":1}
     * {"type":"update","commitTs":7,"startTs":6,"txnId":1,"index":0,"count":1,"last":true,"db":"shop","table":"orders","schemaVersion":3,"before":{"id":1,"n":2},"after":{"id":1,"n":3}}
     * {"type":"commit","commitTs":7,"changes":1,"complete":true}
     * {"type":"schema","commitTs":9,"db":"shop","table":"orders","version":4,"sql":["ALTER TABLE …"]}
     * {"type":"heartbeat","commitTs":12}
     * }</pre>
     *
     * Changes are as {@link io.github.binlogcapturer.format.JsonLines} has them; every value has a form.
     */
    JSON_LINES,

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
     * Statements are as {@link io.github.binlogcapturer.format.SqlText} has them, which tells how a session that plays them is set up. Schema
     * changes are comments, since their SQL is told from the difference of two versions. NaN and infinities have no literal and stop the
     * sink, as does a column with a line break in its name.
     */
    SQL_LINES,

    /**
     * What BaikalDB's original capturer wrote into its local file: its statements, one per line. All else is in comments, so that a client of
     * MySQL can play the file.
     *
     * <pre>{@code
     * -- original {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
     * -- begin commit_ts=7 start_ts=6 txn_id=1
     * replace into `orders` (`id`,`n`) values (1,3),(2,4);
     * update `orders` set `n`=5 where `id`=1;
     * -- commit commit_ts=7 statements=2 changes=3 complete=true
     * -- schema commit_ts=9 version=4 table=`shop`.`orders` sql=ALTER TABLE …;
     * -- heartbeat commit_ts=12
     * }</pre>
     *
     * Statements are those of {@link io.github.binlogcapturer.format.SqlText#original()}, which tells how a session that plays them is set
     * up. They are in no transactions, and the session's database decides where they go. Neighbouring new rows, and deletes, of one
     * table in one transaction share a statement, up to 1000 of them and about 1 MiB. With {@link FileNaming#original} files have the
     * original's names too. What stops the sink is as for {@link #SQL_LINES}.
     */
    ORIGINAL_SQL,

    /**
     * A line of values per change, as {@code LOAD DATA} of MySQL reads it with {@code FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"'
     * ESCAPED BY '\\' LINES TERMINATED BY '\n' IGNORE 1 LINES} and the character set utf8mb4.
     *
     * <pre>
     * # {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
     * update,7,6,1,0,2,0,"shop","orders",3,1,3,"a \"note\""
     * delete,7,6,1,1,2,1,"shop","orders",3,2,\N,""
     * transaction,8,7,2,\N,0,1,\N,\N,\N
     * schema,9,\N,\N,\N,\N,0,"shop","orders",4,"ALTER TABLE …"
     * heartbeat,12,\N,\N,\N,\N,1,\N,\N,\N
     * </pre>
     *
     * The first ten fields are what it is, commit ts, start ts, transaction id, index of the change in its transaction, how many changes
     * that has, 1 on the line with which everything up to the commit ts is complete and 0 on others, database, table, version of the
     * schema. All columns of the table follow in their order: the row as it is after the change, or as it was for a {@code delete}. The row before an update
     * is not written; its key is the same. {@code transaction} stands for one without changes.
     *
     * <p>Values: NULL is {@code \N}; text, JSON and names are in quotes, with {@code \\ \" \n \r \0 \Z} for what would not stand for
     * itself; numbers with all digits, FLOAT and DOUBLE the shortest number that reads back the same; BOOL 1 or 0; dates and times their
     * exact text. Bytes are hexadecimal digits in quotes: {@code SET column = UNHEX(@hex)}. NaN and infinities are {@code NaN},
     * {@code Infinity}, {@code -Infinity}, which MySQL refuses. Text that is not valid in the table's charset stops the sink.
     */
    CSV,

    /**
     * Binary records that hold everything a transaction has, exactly, each with a checksum; a complete file ends with an index of its
     * commit ts. {@link SegmentReader} reads them back as events.
     */
    SEGMENTS;

    FileKind kind() {
        return switch (this) {
            case JSON_LINES -> TextKind.JSON_LINES;
            case SQL_LINES -> TextKind.SQL_LINES;
            case ORIGINAL_SQL -> TextKind.ORIGINAL_SQL;
            case CSV -> TextKind.CSV;
            case SEGMENTS -> SegmentKind.SEGMENTS;
        };
    }

    String extension() {
        return kind().extension();
    }
}
