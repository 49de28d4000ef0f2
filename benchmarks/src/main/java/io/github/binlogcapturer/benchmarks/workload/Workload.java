package io.github.binlogcapturer.benchmarks.workload;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

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

    /** Returns the transactions in commit order. */
    public List<RowWrite> writes(int count, long seed) {
        Random random = new Random(seed);
        ZipfKeys zipf = new ZipfKeys(KEYS, EXPONENT);
        BitSet present = new BitSet(KEYS);
        for (int key = 0; key < KEYS; key += 2) {
            present.set(key);
        }
        List<RowWrite> writes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int key = this == UNIFORM ? random.nextInt(KEYS) : zipf.next(random);
            String time = TIME.format(START.plusNanos(i * 1_000_000L));
            String text = "value " + Long.toHexString(random.nextLong());
            writes.add(new RowWrite(key, random.nextLong(), random.nextInt(), text, time, !present.get(key)));
            present.set(key);
        }
        return writes;
    }
}
