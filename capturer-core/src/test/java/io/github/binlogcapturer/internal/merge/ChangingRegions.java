package io.github.binlogcapturer.internal.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Regions that deliver, join and leave at random, and a merger that must hand out all that they deliver. */
final class ChangingRegions {

    private final Random random;
    private final List<TestToken> out;
    private final RegionMerger<TestToken> merger;
    /** Source by region id, and how far each has come. */
    private final Map<Long, Integer> sources = new HashMap<>();

    private final Map<Long, Long> reached = new HashMap<>();
    private int offered;

    ChangingRegions(Random random, List<TestToken> out) {
        this.random = random;
        this.out = out;
        this.merger = new RegionMerger<>(List.of(TestToken.region(50)), 1);
        sources.put(50L, 0);
        reached.put(50L, 1L);
    }

    void run() {
        for (int step = 0; step < 200; step++) {
            int dice = random.nextInt(20);
            if (dice == 0) {
                join();
            } else if (dice == 1 && sources.size() > 1) {
                leave(any());
            } else {
                deliver(any());
            }
            drain(1 + random.nextInt(8));
        }
        sources.forEach((id, source) -> merger.offer(source, new RegionBatch<>(List.of(), 10_000)));
        drain(Integer.MAX_VALUE);
        assertThat(out).hasSize(offered);
    }

    private void join() {
        long id = random.nextInt(100);
        // as the stage does it: everything that can go has gone
        drain(Integer.MAX_VALUE);
        if (sources.containsKey(id)) {
            return;
        }
        long bound = merger.watermarkTs();
        sources.put(id, merger.add(TestToken.region(id), bound));
        reached.put(id, bound);
    }

    private void leave(long id) {
        merger.remove(sources.getOrDefault(id, -1));
        sources.remove(id);
    }

    private long any() {
        List<Long> ids = new ArrayList<>(sources.keySet());
        return ids.get(random.nextInt(ids.size()));
    }

    private void deliver(long id) {
        List<TestToken> pieces = new ArrayList<>();
        long ts = reached.getOrDefault(id, 1L);
        for (int i = random.nextInt(4); i > 0; i--) {
            ts += 1 + random.nextInt(3);
            pieces.add(TestToken.at(id, ts));
        }
        long watermark = ts + random.nextInt(4);
        merger.offer(sources.getOrDefault(id, -1), new RegionBatch<>(pieces, watermark));
        reached.put(id, watermark);
        offered += pieces.size();
    }

    private void drain(int max) {
        merger.drainTo((source, piece) -> out.add(piece), max);
    }
}
