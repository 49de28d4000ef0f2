package io.github.binlogcapturer.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The same transactions of one row each for all who are measured: inserts of new keys and updates of those that are there. */
public enum Workload {
    UNIFORM,
    ZIPF_099;

    private static final int KEYS = 100_000;
    private static final double EXPONENT = 0.99;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** The table that all of them write. */
    public static final String TABLE =
            "CREATE TABLE t (id BIGINT PRIMARY KEY, c1 BIGINT, c2 INT, c3 VARCHAR(64), c4 DATETIME(3))";

    /** Every second key is there from the start. */
    public static final String FIRST_ROWS =
            "INSERT INTO t SELECT seq, 0, 0, '', '2025-01-01' FROM seq_0_to_" + (KEYS - 1) + "_step_2";

    /** What the table holds, as one text. */
    public static final String CHECKSUM =
            "SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS('#', id, c1, c2, c3, c4)))) FROM t";

    /** Returns the transactions in commit order. */
    public List<RowWrite> writes(int count, long seed) {
        return writes(this == UNIFORM ? 0 : EXPONENT, count, seed);
    }

    /**
     * Returns transactions in commit order whose keys are as skewed as asked for.
     *
     * @param exponent of Zipf's law; 0 for keys that are all as frequent
     */
    public static List<RowWrite> writes(double exponent, int count, long seed) {
        Random random = new Random(seed);
        ZipfKeys zipf = new ZipfKeys(KEYS, exponent);
        BitSet present = new BitSet(KEYS);
        for (int key = 0; key < KEYS; key += 2) {
            present.set(key);
        }
        List<RowWrite> writes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int key = exponent == 0 ? random.nextInt(KEYS) : zipf.next(random);
            String time = TIME.format(START.plusNanos(i * 1_000_000L));
            String text = "value " + Long.toHexString(random.nextLong());
            writes.add(new RowWrite(key, random.nextLong(), random.nextInt(), text, time, !present.get(key)));
            present.set(key);
        }
        return writes;
    }

    /** Returns what {@link #CHECKSUM} gives where transactions have been applied to the first rows. */
    public static String checksumAfter(List<RowWrite> writes) {
        @Nullable String[] rows = new @Nullable String[KEYS];
        for (int key = 0; key < KEYS; key += 2) {
            rows[key] = key + "#0#0##2025-01-01 00:00:00.000";
        }
        for (RowWrite write : writes) {
            rows[(int) write.id()] = String.join(
                    "#",
                    Long.toString(write.id()),
                    Long.toString(write.c1()),
                    Integer.toString(write.c2()),
                    write.c3(),
                    write.c4());
        }
        int count = 0;
        long sum = 0;
        CRC32 crc = new CRC32();
        for (String row : rows) {
            if (row != null) {
                crc.reset();
                crc.update(row.getBytes(StandardCharsets.US_ASCII));
                sum += crc.getValue();
                count++;
            }
        }
        return count + " " + sum;
    }
}
