package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.benchmarks.conflict.ConflictFigure;
import io.github.binlogcapturer.benchmarks.conflict.KeysGrowth;
import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import java.util.List;

/** All figures and growths there are, in the order in which they are listed. */
final class Figures {

    private Figures() {}

    static List<Figure> all() {
        return List.of(ConflictFigure.uniform(), ConflictFigure.zipf());
    }

    static List<Growth> growths() {
        return List.of(new KeysGrowth());
    }
}
