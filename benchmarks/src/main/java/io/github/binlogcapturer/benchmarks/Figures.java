package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.mysql.MySqlFigure;
import io.github.binlogcapturer.benchmarks.mysql.SinkGrowth;
import io.github.binlogcapturer.benchmarks.original.OriginalFigure;
import java.util.List;

/** All figures and growths there are, in the order in which they are listed. */
final class Figures {

    private Figures() {}

    static List<Figure> all() {
        return List.of(MySqlFigure.uniform(), MySqlFigure.zipf099(), MySqlFigure.roundTrip1ms(), new OriginalFigure());
    }

    static List<Growth> growths() {
        return List.of(SinkGrowth.lanes(), SinkGrowth.roundTrip(), SinkGrowth.skew());
    }
}
