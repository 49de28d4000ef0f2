package io.github.binlogcapturer.benchmarks.source;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a capture takes from a cluster in a second, beside what can be taken from it at all. */
public final class SourceFigure implements Figure {

    private static final int REGIONS = 16;
    private static final int COLUMNS = 5;
    private static final int TRANSACTIONS = Integer.getInteger("source.transactions", 800_000);

    @Override
    public List<String> names() {
        return List.of("source.drain");
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        try (ForkedCluster cluster = ForkedCluster.start(REGIONS, COLUMNS, TRANSACTIONS)) {
            CpuTimes ours = new CpuTimes(new CaptureDrain(cluster), TRANSACTIONS);
            CpuTimes peer = new CpuTimes(RawDrain.messages(cluster), TRANSACTIONS);
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put("ours", ours);
            ways.put("peer", peer);
            ways.put("bytes", RawDrain.bytes(cluster));
            Medians medians = rounds.measure(ways);
            String conditions = "transactions of one inserted row of " + COLUMNS + " columns, " + TRANSACTIONS
                    + " in all from " + REGIONS + " regions; peer: the same reads into the protocol's messages; "
                    + medians.counted();
            return List.of(new Outcome(names().get(0), conditions, medians.of("ours"), medians.of("peer"))
                    .with(String.format(
                            Locale.ROOT,
                            "cpu_us=%.2f peer_cpu_us=%.2f bytes=%.0f",
                            ours.median(medians.rounds()),
                            peer.median(medians.rounds()),
                            medians.of("bytes"))));
        }
    }
}
