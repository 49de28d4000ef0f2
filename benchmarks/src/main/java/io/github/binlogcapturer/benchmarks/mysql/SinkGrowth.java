package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.measure.Chart;
import io.github.binlogcapturer.benchmarks.measure.Chart.Axis;
import io.github.binlogcapturer.benchmarks.measure.Chart.Line;
import io.github.binlogcapturer.benchmarks.measure.Chart.Point;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** How the rate of the MySQL sink grows with its lanes, with the distance of the target, and with the skew of the keys. */
public final class SinkGrowth implements Growth {

    private static final int WRITES = 40_000;
    private static final long SEED = 1;
    private static final String WHAT =
            WRITES + " transactions of one row a round, 100000 keys, " + MySqlTarget.SETTINGS;

    private final String name;
    private final String title;
    private final Axis axis;
    private final double[] points;
    private final List<Series> lines;

    private SinkGrowth(String name, String title, Axis axis, double[] points, List<Series> lines) {
        this.name = name;
        this.title = title;
        this.axis = axis;
        this.points = points;
        this.lines = lines;
    }

    /** A line of the picture. */
    private record Series(String name, At at) {}

    /** What is measured at a point of a line. */
    private interface At {
        Setup of(double x);
    }

    private record Setup(Applier applier, double exponent, Duration roundTrip) {}

    /** Returns the rate by lanes, near and far. */
    public static Growth lanes() {
        return new SinkGrowth(
                "growth.lanes",
                "MySQL sink: rate by lanes",
                new Axis("lanes", true),
                new double[] {1, 2, 4, 8, 16},
                List.of(
                        new Series("round trip 0 ms", x -> ours((int) x, Duration.ZERO)),
                        new Series("round trip 1 ms", x -> ours((int) x, Duration.ofMillis(1)))));
    }

    private static Setup ours(int lanes, Duration roundTrip) {
        return new Setup(new SinkOfOurs(lanes), 0, roundTrip);
    }

    /** Returns the rate by the distance of the target. */
    public static Growth roundTrip() {
        return new SinkGrowth(
                "growth.rtt",
                "MySQL sink: rate by round trip",
                new Axis("round trip, ms", false),
                new double[] {0, 0.5, 1, 2, 5},
                List.of(
                        new Series("ours, 4 lanes", x -> far(new SinkOfOurs(), x)),
                        new Series("multi-row upserts by hand, 4 threads", x -> far(Peers.bulk(), x)),
                        new Series("merged batches, 1 thread", x -> far(Peers.serialMerged(), x))));
    }

    private static Setup far(Applier applier, double roundTripMs) {
        return new Setup(applier, 0, Duration.ofNanos((long) (roundTripMs * 1e6)));
    }

    /** Returns the rate by the skew of the keys. */
    public static Growth skew() {
        return new SinkGrowth(
                "growth.skew",
                "MySQL sink: rate by skew",
                new Axis("exponent of Zipf's law", false),
                new double[] {0, 0.5, 0.8, 0.99, 1.2},
                List.of(
                        new Series("ours, 4 lanes", x -> new Setup(new SinkOfOurs(), x, Duration.ZERO)),
                        new Series(
                                "merged batches, 1 thread", x -> new Setup(Peers.serialMerged(), x, Duration.ZERO))));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Chart measure(Rounds rounds) throws Exception {
        Map<Double, List<RowWrite>> writes = new LinkedHashMap<>();
        Map<String, Way> ways = new LinkedHashMap<>();
        try (MySqlTarget target = new MySqlTarget()) {
            for (double x : points) {
                for (Series line : lines) {
                    Setup setup = line.at.of(x);
                    List<RowWrite> transactions =
                            writes.computeIfAbsent(setup.exponent, exponent -> Workload.writes(exponent, WRITES, SEED));
                    ways.put(key(line, x), target.way(setup.applier, transactions, setup.roundTrip));
                }
            }
            return chart(rounds.measure(ways));
        }
    }

    private Chart chart(Medians medians) {
        List<Line> drawn = new ArrayList<>();
        for (Series line : lines) {
            drawn.add(new Line(
                    line.name,
                    DoubleStream.of(points)
                            .mapToObj(x -> new Point(x, medians.of(key(line, x))))
                            .toList()));
        }
        return new Chart(title, WHAT + ", " + medians.counted(), axis, new Axis("transactions a second", false), drawn);
    }

    private static String key(Series line, double x) {
        return line.name + " at " + x;
    }
}
