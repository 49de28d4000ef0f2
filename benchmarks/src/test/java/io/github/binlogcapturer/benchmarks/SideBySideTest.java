package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.benchmarks.measure.Chart;
import io.github.binlogcapturer.benchmarks.measure.Chart.Axis;
import io.github.binlogcapturer.benchmarks.measure.Chart.Line;
import io.github.binlogcapturer.benchmarks.measure.Chart.Point;
import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SideBySideTest {

    private static final Rounds ONE = new Rounds(0, 1, Duration.ofSeconds(1));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Twice as fast as its peer. */
    private record Doubling(List<String> names) implements Figure {
        @Override
        public List<Outcome> measure(Set<String> wanted, Rounds rounds) {
            return wanted.stream()
                    .map(name -> new Outcome(name, "units of nothing", 200, 100))
                    .toList();
        }
    }

    private record Failing(List<String> names) implements Figure {
        @Override
        public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
            throw new IOException("no server");
        }
    }

    private record Broken(List<String> names) implements Figure {
        @Override
        public List<Outcome> measure(Set<String> wanted, Rounds rounds) {
            throw new AssertionError("no memory");
        }
    }

    private record Squares(String name) implements Growth {
        @Override
        public Chart measure(Rounds rounds) {
            List<Point> points = List.of(new Point(1, 1), new Point(2, 4), new Point(3, 9));
            return new Chart(
                    "Squares",
                    "none",
                    new Axis("side", false),
                    new Axis("area", false),
                    List.of(new Line("square", points)));
        }
    }

    private int run(String... args) {
        List<Figure> figures = List.of(
                new Doubling(List.of("merge.even")),
                new Doubling(List.of("mysql.uniform.bulk", "mysql.uniform.serial")),
                new Failing(List.of("broken")),
                new Broken(List.of("erring")));
        return new SideBySide(
                        figures,
                        List.of(new Squares("growth.squares")),
                        ONE,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(args));
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldPrintTheConditionsAndTheRatio() {
        assertThat(run("merge.even")).isZero();
        assertThat(printed()).containsExactly("# units of nothing", "merge.even ours=200 peer=100 ratio=2.00");
    }

    @Test
    void shouldListEveryNameThatMayBeAskedFor() {
        assertThat(run("list")).isZero();
        assertThat(printed())
                .containsExactly(
                        "merge.even",
                        "mysql.uniform",
                        "mysql.uniform.bulk",
                        "mysql.uniform.serial",
                        "broken",
                        "erring");
    }

    @Test
    void shouldMeasureAllWhoseNameBeginsSo() {
        assertThat(run("mysql.uniform")).isZero();
        assertThat(printed())
                .filteredOn(line -> !line.startsWith("#"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("mysql.uniform.bulk", "mysql.uniform.serial");
    }

    @Test
    void shouldMeasureOnlyTheOneThatWasNamed() {
        assertThat(run("mysql.uniform.serial")).isZero();
        assertThat(printed()).hasSize(2).last().asString().startsWith("mysql.uniform.serial ");
    }

    @Test
    void shouldTellWhichNameItDoesNotKnow() {
        assertThat(run("merge.even", "merge.ev")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no figure merge.ev.");
        assertThat(printed()).isEmpty();
    }

    @Test
    void shouldMeasureTheOthersWhereOneFails() {
        assertThat(run("all")).isEqualTo(1);
        assertThat(printed()).hasSize(6);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("broken failed:")
                .contains("no server")
                .contains("erring failed:")
                .contains("no memory");
    }

    @Test
    void shouldWriteAPicturePerGrowth(@TempDir Path folder) {
        assertThat(run("plot", folder.toString(), "growth.squares")).isZero();
        assertThat(folder.resolve("growth.squares.svg"))
                .content()
                .startsWith("<svg")
                .contains("Squares");
    }

    @Test
    void shouldTellHowItIsUsed() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage:").contains("growth.squares");
    }
}
