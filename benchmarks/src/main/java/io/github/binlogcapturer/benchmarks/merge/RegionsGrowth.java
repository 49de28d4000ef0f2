package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.benchmarks.measure.Chart;
import io.github.binlogcapturer.benchmarks.measure.Chart.Axis;
import io.github.binlogcapturer.benchmarks.measure.Chart.Line;
import io.github.binlogcapturer.benchmarks.measure.Chart.Point;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What merging a piece costs by the number of regions. */
public final class RegionsGrowth implements Growth {

    private static final int[] REGIONS = {4, 16, 64, 256, 1024};
    private static final Mix[] MIXES = {Mix.EVEN, Mix.BURSTS, Mix.ONE_HOT};
    private static final Map<Design, String> LINES =
            Map.of(Design.OURS, "this library", Design.PRIORITY_QUEUE, "PriorityQueue");

    @Override
    public String name() {
        return "growth.regions";
    }

    @Override
    public Chart measure(Rounds rounds) throws Exception {
        Rounds each = rounds.share(REGIONS.length * MIXES.length);
        Map<String, List<Point>> points = new LinkedHashMap<>();
        for (int regions : REGIONS) {
            for (Mix mix : MIXES) {
                Medians medians = each.measure(new MergeRace(mix, regions).ways(Design.OURS, Design.PRIORITY_QUEUE));
                LINES.forEach((design, line) -> points.computeIfAbsent(
                                line + ", " + mix.description(), unseen -> new ArrayList<>())
                        .add(new Point(regions, 1e9 / medians.of(design.name()))));
            }
        }
        List<Line> lines = points.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(line -> new Line(line.getKey(), line.getValue()))
                .toList();
        return new Chart(
                "Merging by the number of regions",
                "one thread, batches of 256 pieces, medians",
                new Axis("regions", true),
                new Axis("ns per piece", true),
                lines);
    }
}
