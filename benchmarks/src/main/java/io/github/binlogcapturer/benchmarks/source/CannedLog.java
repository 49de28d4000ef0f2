package io.github.binlogcapturer.benchmarks.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.benchmarks.workload.LoggedTable;
import io.github.binlogcapturer.testkit.servers.FakeEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What 16 regions have logged: transactions of one row each, of which any region may have the next one. */
final class CannedLog {

    /** Where the log begins; nothing lies at or below. */
    static final long FIRST_TS = 57_000_000_000_000_000L;

    private static final long SEED = 1;

    private CannedLog() {}

    /**
     * Makes the regions.
     *
     * @param regionIds in their order
     * @param leader the store that leads them all
     */
    static List<CannedRegion> regions(List<Long> regionIds, String leader, LoggedTable table, int transactions) {
        Random random = new Random(SEED);
        List<CannedRegion> regions = new ArrayList<>();
        regionIds.forEach(id -> regions.add(new CannedRegion(leader)));
        for (int i = 0; i < transactions; i++) {
            int region = random.nextInt(regions.size());
            long startTs = FIRST_TS + 2L * i + 1;
            byte[] entry = table.insert(regionIds.get(region), startTs, i, random);
            regions.get(region).add(startTs + 1, entry);
        }
        for (int region = 0; region < regions.size(); region++) {
            long endTs = endTs(transactions) + region;
            ByteString end = FakeEntries.of(regionIds.get(region), endTs);
            regions.get(region).add(endTs, end.toByteArray());
            regions.get(region).seal();
        }
        return regions;
    }

    /** Returns a timestamp above all transactions, which every region shows. */
    static long endTs(int transactions) {
        return FIRST_TS + 2L * transactions + 1;
    }
}
