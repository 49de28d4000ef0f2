package io.github.binlogcapturer.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The recordings that come with the test kit, and the tables as a real BaikalDB v2.2.1 showed them when the recording
 * ended. What a capture makes of a recording can so be compared with what the database made of it.
 *
 * <p>Three finals differ from a replay of the binlog, by the database's doing: {@code acct2} of {@link #EVERY_TYPE}
 * (TRUNCATE writes no binlog), {@code ddlt} (ADD COLUMN fills old rows without binlog), and {@code same3} of {@link #LINKS} (an
 * UPDATE moved key (1, 1) to (1, 2) and the old image was never logged). {@code unlinked} has no binlog at all.
 *
 * <p>All methods are thread-safe and read files, so they block for as long as that takes.
 */
public final class Recordings {

    /** Every column type, defaults, keys of every kind, rows beyond 100 KB, DDL; tables {@code bl_a} and {@code bl_p}. */
    public static final String EVERY_TYPE = "every-type";

    /** 1,600 conflicting transactions of 8 clients over b1, b2 and b3; binlog table {@code bl_b} with 5 partitions. */
    public static final String CONCURRENT = "concurrent";

    /** Links of several kinds: same hint, two binlog tables, a string field; binlog table {@code bl_s}. */
    public static final String LINKS = "links";

    private static final List<String> NAMES = List.of(EVERY_TYPE, CONCURRENT, LINKS);
    private static final String FINAL_PREFIX = "final.";
    private static final String FINAL_SUFFIX = ".tsv";

    private Recordings() {}

    /** Returns the names of the recordings that come with the test kit. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Returns the names of the tables whose final rows a bundled recording holds, in order.
     *
     * @throws IllegalArgumentException if no such recording comes with the test kit
     */
    public static List<String> finalTables(String recording) {
        return RecordingFiles.bundled(recording).names().stream()
                .filter(name -> name.startsWith(FINAL_PREFIX) && name.endsWith(FINAL_SUFFIX))
                .map(name -> name.substring(FINAL_PREFIX.length(), name.length() - FINAL_SUFFIX.length()))
                .toList();
    }

    /**
     * Returns the rows that a table of a bundled recording ended with.
     *
     * @throws IllegalArgumentException if there is no such recording, or no such table in it
     */
    public static RecordedTable finalTable(String recording, String table) {
        return finalTable(RecordingFiles.bundled(recording), table);
    }

    /**
     * Returns the rows that a table of a recording of your own ended with, from {@code final.<table>.tsv} or
     * {@code final.<table>.tsv.gz}, the output of {@code mysql --batch}.
     *
     * @throws IllegalArgumentException if there is no such folder, or no such file in it
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static RecordedTable finalTable(Path folder, String table) {
        return finalTable(RecordingFiles.inFolder(folder), table);
    }

    /**
     * Returns the text of {@code row_bytes.txt} of {@link #EVERY_TYPE}: per column type, the exact bytes of stored values
     * in hex beside the SQL values.
     */
    public static String rowBytes() {
        return new String(RecordingFiles.bundled(EVERY_TYPE).read("row_bytes.txt"), StandardCharsets.UTF_8);
    }

    private static RecordedTable finalTable(RecordingFiles files, String table) {
        return BatchOutput.parse(files.read(FINAL_PREFIX + table + FINAL_SUFFIX));
    }
}
