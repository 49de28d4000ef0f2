package io.github.binlogcapturer.format;

import io.github.binlogcapturer.format.internal.sql.SqlEncoder;
import io.github.binlogcapturer.format.internal.sql.SqlShape;

/**
 * Statements of MySQL's SQL in UTF-8, one a message, in one line that ends with a semicolon. Immutable and thread-safe.
 *
 * <table>
 *   <caption>Statements</caption>
 *   <tr><th>change</th><th>{@link #create()}</th><th>{@link #original()}</th></tr>
 *   <tr><td>INSERT</td><td>INSERT INTO `d`.`t` (`id`,`n`) VALUES (1,2);</td><td>replace into `t` (`id`,`n`) values (1,2);</td></tr>
 *   <tr><td>UPSERT</td><td>REPLACE INTO `d`.`t` (`id`,`n`) VALUES (1,2);</td><td>replace into `t` (`id`,`n`) values (1,2);</td></tr>
 *   <tr><td>UPDATE</td><td>UPDATE `d`.`t` SET `n`=2 WHERE `id`=1;</td><td>update `t` set `n`=2 where `id`=1;</td></tr>
 *   <tr><td>DELETE</td><td>DELETE FROM `d`.`t` WHERE `id`=1;</td><td>delete from `t` where (`id`) in ((1));</td></tr>
 * </table>
 *
 * <ul>
 *   <li>An update sets the columns that changed; where none did it is a statement that changes nothing, so that each change has its message.
 *   <li>Without a primary key a row is found by all its columns, with {@code <=>} and {@code LIMIT 1}.
 *   <li>Numbers are plain, all else is quoted; bytes, and texts whose bytes are not valid in the table's charset, are {@code x'...'}. NaN
 *       and infinities have no form.
 *   <li>{@code begin} and {@code end} are {@code BEGIN;} and {@code COMMIT;}. There is no message of a changed schema, and no watermark.
 * </ul>
 *
 * <p>The session that executes the statements needs the character set utf8mb4, the {@code time_zone} in which the tables' TIMESTAMP columns are
 * rendered ({@code '+08:00'} by default), and an {@code sql_mode} without NO_BACKSLASH_ESCAPES; for dates such as 0000-00-00 also without
 * NO_ZERO_DATE and NO_ZERO_IN_DATE, and for 2026-02-30 with ALLOW_INVALID_DATES. Keep STRICT_TRANS_TABLES, so that a value that does not
 * fit is an error. A column by which rows are found needs a binary collation, as BaikalDB has it.
 */
public final class SqlText implements MessageFormat {

    private final SqlShape shape;

    private SqlText(SqlShape shape) {
        this.shape = shape;
    }

    /** Returns statements in upper case with qualified tables, one for each change; there are no packed ones. */
    public static SqlText create() {
        return new SqlText(new SqlShape(false, true));
    }

    /**
     * Returns statements in the shapes of the original BinlogCapturer: lower case, tables without their database, every new row as
     * {@code replace}. {@code changes} joins new rows of one table, and deletes of one table with a key, as the original did:
     * {@code replace into `t` (`id`) values (1),(2);}. What the original got wrong is right here: NULL, bytes, escapes, and all columns.
     */
    public static SqlText original() {
        return new SqlText(new SqlShape(true, false));
    }

    /** Returns the same with or without the database in front of the table; without it, the session's database decides. */
    public SqlText qualified(boolean qualified) {
        return new SqlText(new SqlShape(shape.original(), qualified));
    }

    /** Returns {@code sql-text}, or {@code sql-text-original}. */
    @Override
    public String name() {
        return shape.original() ? "sql-text-original" : "sql-text";
    }

    @Override
    public MessageEncoder encoder(MessageBuffer out) {
        return new SqlEncoder(name(), shape, out);
    }

    @Override
    public String toString() {
        return name();
    }
}
