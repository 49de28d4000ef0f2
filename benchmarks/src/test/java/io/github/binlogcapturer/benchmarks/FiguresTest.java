package io.github.binlogcapturer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "PERFORMANCE.md");
    private static final Rounds ONCE = new Rounds(0, 1, Duration.ZERO);

    private static List<String> names() {
        return Figures.all().stream().flatMap(figure -> figure.names().stream()).toList();
    }

    @Test
    void shouldHaveANameForEachOutcomeAndGrowth() {
        assertThat(Stream.concat(names().stream(), Figures.growths().stream().map(Growth::name)))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(\\.[a-z0-9]+)+|decode"));
    }

    @Test
    void shouldTellOfEveryFigureInTheDocument() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(names());
    }

    @Test
    void shouldShowEveryGrowthInTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (Growth growth : Figures.growths()) {
            String picture = "performance/" + growth.name() + ".svg";
            assertThat(document).contains(picture);
            assertThat(DOCUMENT.resolveSibling(picture)).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge.even.k64", "merge.burst.k64", "decode"})
    void shouldMeasureWhatItNames(String name) throws Exception {
        Figure figure = Figures.all().stream()
                .filter(each -> each.names().contains(name))
                .findFirst()
                .orElseThrow();
        Set<String> wanted = new LinkedHashSet<>(List.of(name));
        assertThat(figure.measure(wanted, ONCE))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.name()).isEqualTo(name))
                .extracting(Outcome::ratio)
                .satisfies(ratio -> assertThat(ratio).isPositive().isFinite());
    }
}
