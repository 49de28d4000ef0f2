package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.benchmarks.workload.LoggedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What there is to decode: more than the caches near to the processor hold, as what comes from a store.
 *
 * @param table the table that is written
 * @param all entries of one row each, or images of rows
 */
record Logged(LoggedTable table, List<byte[]> all) {

    static final long REGION = 7001;

    private static final long TABLE_ID = 9;
    private static final long FIRST_TS = 57_000_000_000_000_000L;
    private static final long SEED = 1;

    static Logged entries(int columns, boolean update, int count) {
        LoggedTable table = LoggedTable.of(TABLE_ID, columns);
        Random random = new Random(SEED);
        List<byte[]> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(
                    update ? table.update(REGION, startTs(i), i, random) : table.insert(REGION, startTs(i), i, random));
        }
        return new Logged(table, entries);
    }

    static Logged rows(int columns, int count) {
        LoggedTable table = LoggedTable.of(TABLE_ID, columns);
        Random random = new Random(SEED);
        List<byte[]> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            images.add(table.image(i, random));
        }
        return new Logged(table, images);
    }

    static long startTs(int index) {
        return FIRST_TS + 2L * index;
    }

    static long commitTs(int index) {
        return startTs(index) + 1;
    }
}
