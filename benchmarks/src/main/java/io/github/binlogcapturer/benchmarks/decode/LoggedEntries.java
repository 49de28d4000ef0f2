package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.benchmarks.workload.LoggedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Entries to decode: more than the caches near to the processor hold, as those that come from a store.
 *
 * @param table the table they write
 * @param entries of one row each
 */
record LoggedEntries(LoggedTable table, List<byte[]> entries) {

    static final long REGION = 7001;

    private static final long TABLE_ID = 9;
    private static final long FIRST_TS = 57_000_000_000_000_000L;
    private static final long SEED = 1;

    static LoggedEntries of(int columns, boolean update, int count) {
        LoggedTable table = LoggedTable.of(TABLE_ID, columns);
        Random random = new Random(SEED);
        List<byte[]> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(
                    update ? table.update(REGION, startTs(i), i, random) : table.insert(REGION, startTs(i), i, random));
        }
        return new LoggedEntries(table, entries);
    }

    static long startTs(int index) {
        return FIRST_TS + 2L * index;
    }

    static long commitTs(int index) {
        return startTs(index) + 1;
    }
}
