package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.SvgChart;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Measures this library beside other ways to do the same work, both in one run, and prints for each figure the conditions and
 * {@code NAME ours=… peer=… ratio=…}, rates per second; further numbers stand at the end of the conditions.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.binlogcapturer.benchmarks.SideBySide list
 * java -cp benchmarks/target/benchmarks.jar io.github.binlogcapturer.benchmarks.SideBySide merge.even.k64 mysql.uniform
 * java -cp benchmarks/target/benchmarks.jar io.github.binlogcapturer.benchmarks.SideBySide all
 * java -cp benchmarks/target/benchmarks.jar io.github.binlogcapturer.benchmarks.SideBySide plot FOLDER growth.regions
 * </pre>
 *
 * <p>A name that others begin with, such as {@code mysql.uniform}, stands for all of them. System properties: {@code rounds} (7 at most),
 * {@code warmup} (3 at most), {@code budgetSeconds} (25 for each figure). The exit code is 0, 1 if a figure failed, 2 if it was not told
 * what to do.
 */
public final class SideBySide {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final List<Figure> figures;
    private final List<Growth> growths;
    private final Rounds rounds;
    private final PrintStream out;
    private final PrintStream err;

    SideBySide(List<Figure> figures, List<Growth> growths, Rounds rounds, PrintStream out, PrintStream err) {
        this.figures = figures;
        this.growths = growths;
        this.rounds = rounds;
        this.out = out;
        this.err = err;
    }

    /** Measures what the arguments name. */
    public static void main(String[] args) {
        SideBySide runner =
                new SideBySide(Figures.all(), Figures.growths(), Rounds.ofProperties(), System.out, System.err);
        // threads of what was started may live on
        System.exit(runner.run(List.of(args)));
    }

    /** Returns the exit code. */
    int run(List<String> args) {
        if (args.isEmpty()) {
            return misused("Nothing to measure was named.");
        }
        return switch (args.get(0)) {
            case "list" -> list();
            case "all" ->
                measureAll(figures.stream()
                        .flatMap(figure -> figure.names().stream())
                        .toList());
            case "plot" -> plotAll(args.subList(1, args.size()));
            default -> measureAll(args);
        };
    }

    private int list() {
        Set<String> names = new LinkedHashSet<>();
        for (Figure figure : figures) {
            for (String name : figure.names()) {
                if (figure.names().size() > 1) {
                    names.add(name.substring(0, name.lastIndexOf('.')));
                }
                names.add(name);
            }
        }
        names.forEach(out::println);
        return 0;
    }

    private int measureAll(List<String> asked) {
        for (String name : asked) {
            if (figures.stream()
                    .allMatch(figure -> wanted(figure, List.of(name)).isEmpty())) {
                return misused("There is no figure " + name + ".");
            }
        }
        int code = 0;
        for (Figure figure : figures) {
            Set<String> wanted = wanted(figure, asked);
            if (!wanted.isEmpty()) {
                code = Math.max(code, measure(figure, wanted));
            }
        }
        return code;
    }

    private static Set<String> wanted(Figure figure, List<String> asked) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : figure.names()) {
            if (asked.stream().anyMatch(ask -> name.equals(ask) || name.startsWith(ask + "."))) {
                wanted.add(name);
            }
        }
        return wanted;
    }

    private int measure(Figure figure, Set<String> wanted) {
        try {
            for (Outcome outcome : figure.measure(wanted, rounds)) {
                out.println(outcome.text());
            }
            return 0;
        } catch (Throwable e) {
            return failed(String.join(", ", wanted), e);
        }
    }

    private int plotAll(List<String> args) {
        if (args.isEmpty()) {
            return misused("A plot needs a folder.");
        }
        Path folder = Path.of(args.get(0));
        List<String> asked = args.subList(1, args.size());
        for (String name : asked) {
            if (growths.stream().noneMatch(growth -> growth.name().equals(name))) {
                return misused("There is no growth " + name + ".");
            }
        }
        int code = 0;
        for (Growth growth : growths) {
            if (asked.isEmpty() || asked.contains(growth.name())) {
                code = Math.max(code, plot(growth, folder));
            }
        }
        return code;
    }

    private int plot(Growth growth, Path folder) {
        try {
            String picture = SvgChart.of(growth.measure(rounds));
            Files.createDirectories(folder);
            Path file = folder.resolve(growth.name() + ".svg");
            Files.writeString(file, picture);
            out.println(growth.name() + " " + file);
            return 0;
        } catch (Throwable e) {
            return failed(growth.name(), e);
        }
    }

    /** An error, too, must not end the main thread before the exit: threads that were left behind would go on for ever. */
    private int failed(String what, Throwable e) {
        err.println(what + " failed:");
        e.printStackTrace(err);
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return FAILED;
    }

    private int misused(String reason) {
        err.println(reason);
        err.println("Usage: SideBySide list | all | NAME... | plot FOLDER [GROWTH...]");
        err.println("Growths: "
                + String.join(" ", growths.stream().map(Growth::name).toList()));
        return MISUSED;
    }
}
