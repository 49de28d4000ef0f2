package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.benchmarks.decode.DecodeFigure;
import io.github.binlogcapturer.benchmarks.decode.WidthGrowth;
import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.source.SourceFigure;
import java.util.List;

/** All figures and growths there are, in the order in which they are listed. */
final class Figures {

    private Figures() {}

    static List<Figure> all() {
        return List.of(new DecodeFigure(), new SourceFigure());
    }

    static List<Growth> growths() {
        return List.of(new WidthGrowth());
    }
}
