package io.github.binlogcapturer.benchmarks.measure;

import java.util.List;

/**
 * Lines over an axis.
 *
 * @param title what is shown
 * @param conditions how it was measured
 * @param x the axis of what grows
 * @param y the axis of what that costs
 * @param lines at least one, of one point or more each
 */
public record Chart(String title, String conditions, Axis x, Axis y, List<Line> lines) {

    public Chart {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.points().isEmpty())) {
            throw new IllegalArgumentException("The chart \"" + title + "\" has nothing to show");
        }
    }

    /**
     * An axis.
     *
     * @param label what it counts, with its unit
     * @param logarithmic whether equal steps are equal ratios; its values are above 0 then
     */
    public record Axis(String label, boolean logarithmic) {}

    /**
     * A line through points, in the order of x.
     *
     * @param name what the legend calls it
     */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /** A measured point. */
    public record Point(double x, double y) {}
}
