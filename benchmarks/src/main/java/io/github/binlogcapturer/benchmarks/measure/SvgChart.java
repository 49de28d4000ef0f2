package io.github.binlogcapturer.benchmarks.measure;

import io.github.binlogcapturer.benchmarks.measure.Chart.Axis;
import io.github.binlogcapturer.benchmarks.measure.Chart.Line;
import io.github.binlogcapturer.benchmarks.measure.Chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Draws a chart as SVG, which reads well on a light and on a dark page. */
public final class SvgChart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 250;
    private static final int LEFT = 84;
    private static final int RIGHT = 24;
    private static final int TITLE_BOTTOM = 48;
    private static final int BELOW = 72;
    private static final int LINE_STEP = 16;
    private static final int CHARACTERS_A_LINE = 96;
    private static final int LEGEND_STEP = 20;
    private static final int CHARACTERS_A_NAME = 40;
    private static final int MOST_TICKS = 8;
    private static final String[] COLOURS = {"#2f81f7", "#d9730d", "#3fa45b", "#a371f7", "#d1435b", "#8a8f98"};

    private final Chart chart;
    private final List<String> conditions;
    private final int top;
    private final int bottom;
    private final int namesARow;
    private final Scale x;
    private final Scale y;
    private final StringBuilder svg = new StringBuilder();

    private SvgChart(Chart chart) {
        this.chart = chart;
        this.conditions = lines(chart.conditions());
        this.top = TITLE_BOTTOM + LINE_STEP * conditions.size();
        this.bottom = top + HEIGHT;
        this.namesARow = chart.lines().stream().anyMatch(line -> line.name().length() > CHARACTERS_A_NAME) ? 1 : 2;
        this.x = scale(chart.x(), Point::x, LEFT, WIDTH - RIGHT);
        this.y = scale(chart.y(), Point::y, bottom, top);
    }

    /** Returns the picture of a chart. */
    public static String of(Chart chart) {
        return new SvgChart(chart).draw();
    }

    /** Breaks a text between words. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > CHARACTERS_A_LINE) {
            int space = rest.lastIndexOf(' ', CHARACTERS_A_LINE);
            int end = space < 1 ? CHARACTERS_A_LINE : space;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    private Scale scale(Axis axis, ToDoubleFunction<Point> of, int from, int to) {
        double[] values = chart.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(of)
                .sorted()
                .toArray();
        return Scale.of(axis, values[0], values[values.length - 1], from, to);
    }

    private String draw() {
        int rows = (chart.lines().size() + namesARow - 1) / namesARow;
        int height = bottom + BELOW + LEGEND_STEP * rows;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH, height);
        add("<style>text{fill:#57606a}.t{font-size:16px;fill:#1f2328}.g{stroke:#8a8f98;stroke-opacity:.3}%n"
                + "@media(prefers-color-scheme:dark){text{fill:#9aa3ad}.t{fill:#e6edf3}}</style>%n");
        add("<text class=\"t\" x=\"%d\" y=\"24\">%s</text>%n", LEFT, escape(chart.title()));
        for (int i = 0; i < conditions.size(); i++) {
            add("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, 44 + LINE_STEP * i, escape(conditions.get(i)));
        }
        drawX();
        drawY();
        for (int i = 0; i < chart.lines().size(); i++) {
            draw(chart.lines().get(i), i);
        }
        return svg.append("</svg>").append(System.lineSeparator()).toString();
    }

    private void drawX() {
        for (double tick : xTicks()) {
            double at = x.place(tick);
            add("<line class=\"g\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n", at, top, at, bottom);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", at, bottom + 18, number(tick));
        }
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2, bottom + 38, escape(chart.x().label()));
    }

    /** The measured values themselves where they are few, as steps along an axis usually are. */
    private Iterable<Double> xTicks() {
        TreeSet<Double> measured = new TreeSet<>();
        chart.lines().forEach(line -> line.points().forEach(point -> measured.add(point.x())));
        return measured.size() <= MOST_TICKS ? measured : x.ticks();
    }

    private void drawY() {
        for (double tick : y.ticks()) {
            double at = y.place(tick);
            add("<line class=\"g\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n", LEFT, at, WIDTH - RIGHT, at);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 8, at + 4, number(tick));
        }
        int middle = (top + bottom) / 2;
        add(
                "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">%s</text>%n",
                middle, middle, escape(chart.y().label()));
    }

    private void draw(Line line, int index) {
        String colour = COLOURS[index % COLOURS.length];
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.place(point.x()), y.place(point.y())));
        }
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
                colour, path.toString().strip());
        for (Point point : line.points()) {
            add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s: %s, %s</title></circle>%n",
                    x.place(point.x()),
                    y.place(point.y()),
                    colour,
                    escape(line.name()),
                    number(point.x()),
                    number(point.y()));
        }
        int legendX = index % namesARow == 0 ? LEFT : (LEFT + WIDTH) / 2;
        int legendY = bottom + 62 + LEGEND_STEP * (index / namesARow);
        add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n", legendX, legendY - 10, colour);
        add("<text x=\"%d\" y=\"%d\">%s</text>%n", legendX + 18, legendY, escape(line.name()));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1_000_000) {
            return trimmed(value / 1_000_000) + " M";
        }
        return size >= 10_000 ? trimmed(value / 1_000) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.1f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Where a value lies on the page. */
    private record Scale(Axis axis, double low, double high, int from, int to) {

        static Scale of(Axis axis, double lowest, double highest, int from, int to) {
            if (axis.logarithmic()) {
                if (lowest <= 0) {
                    throw new IllegalArgumentException(
                            "The logarithmic axis \"" + axis.label() + "\" cannot show " + lowest);
                }
                return new Scale(axis, lowest, lowest == highest ? highest * 2 : highest, from, to);
            }
            double low = Math.min(0, lowest);
            return new Scale(axis, low, highest == low ? low + 1 : highest, from, to);
        }

        double place(double value) {
            double part =
                    axis.logarithmic() ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
            return from + part * (to - from);
        }

        /** Round numbers: decades and their halves and doubles on a logarithmic axis, else steps of 1, 2 or 5. */
        List<Double> ticks() {
            return axis.logarithmic() ? ratios() : steps();
        }

        private List<Double> ratios() {
            List<Double> ticks = new ArrayList<>();
            boolean wide = high / low > 1000;
            for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
                for (int of : wide ? new int[] {1} : new int[] {1, 2, 5}) {
                    if (of * decade >= low && of * decade <= high) {
                        ticks.add(of * decade);
                    }
                }
            }
            return ticks;
        }

        private List<Double> steps() {
            double rough = (high - low) / 5;
            double decade = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = rough / decade < 2 ? 2 * decade : rough / decade < 5 ? 5 * decade : 10 * decade;
            List<Double> ticks = new ArrayList<>();
            for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }
    }
}
