package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.benchmarks.measure.Chart;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a transaction costs the conflict detector, and a map, as its keys grow in number. */
public final class KeysGrowth implements Growth {

    private static final int[] KEYS = {1, 3, 8};
    private static final int MEDIUM = 1 << 14;
    private static final int LARGE = 1 << 18;
    /** How many keys are registered in a turn. */
    private static final int WORK = 500_000;

    @Override
    public String name() {
        return "growth.keys";
    }

    @Override
    public Chart measure(Rounds rounds) throws Exception {
        KeyDraws draws = KeyDraws.uniform(1);
        List<Chart.Line> lines = new ArrayList<>();
        for (int window : new int[] {MEDIUM, LARGE}) {
            List<Chart.Point> ours = new ArrayList<>();
            List<Chart.Point> map = new ArrayList<>();
            for (int keys : KEYS) {
                Medians medians = rounds.share(2 * KEYS.length).measure(ways(draws, keys, window));
                ours.add(point(keys, medians.of("ours")));
                map.add(point(keys, medians.of("map")));
            }
            String suffix = ", " + window / 1024 + " K in flight";
            lines.add(new Chart.Line("BinlogCapturer" + suffix, ours));
            lines.add(new Chart.Line("HashMap" + suffix, map));
        }
        return new Chart(
                "Conflict detection by keys of a transaction",
                "uniform keys of 10 million, one thread, drawing of keys included",
                new Chart.Axis("keys of a transaction", true),
                new Chart.Axis("ns per transaction", true),
                lines);
    }

    private static Map<String, Way> ways(KeyDraws draws, int keys, int window) {
        DesignRun ours = new DesignRun(Designs.DETECTOR.make(window, keys), draws, keys, window);
        DesignRun map = new DesignRun(Designs.HASH_MAP.make(window, keys), draws, keys, window);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("ours", () -> ours.rate(WORK / keys));
        ways.put("map", () -> map.rate(WORK / keys));
        return ways;
    }

    private static Chart.Point point(int keys, double rate) {
        return new Chart.Point(keys, TimeUnit.SECONDS.toNanos(1) / rate);
    }
}
