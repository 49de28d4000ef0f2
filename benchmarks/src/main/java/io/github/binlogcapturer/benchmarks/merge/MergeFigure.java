package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The merge of 64 regions beside a priority queue, and beside the way of BaikalDB's capturer. */
public final class MergeFigure implements Figure {

    private static final int REGIONS = 64;

    private final String name;
    private final Mix mix;

    private MergeFigure(String name, Mix mix) {
        this.name = name;
        this.mix = mix;
    }

    /** Returns the figure of pieces that lie in regions at random. */
    public static MergeFigure even() {
        return new MergeFigure("merge.even.k64", Mix.EVEN);
    }

    /** Returns the figure of pieces that come in bursts of a region. */
    public static MergeFigure burst() {
        return new MergeFigure("merge.burst.k64", Mix.BURSTS);
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        MergeRace race = new MergeRace(mix, REGIONS);
        Medians medians = rounds.measure(race.ways(Design.OURS, Design.PRIORITY_QUEUE, Design.BAIKAL));
        double ours = medians.of(Design.OURS.name());
        String conditions = MergeRace.amounts() + ", " + REGIONS + " regions, " + mix.description()
                + "; peer: PriorityQueue of the regions' heads; baikal: ratio to a map per region and a queue of all events, "
                + medians.counted();
        Outcome outcome = new Outcome(name, conditions, ours, medians.of(Design.PRIORITY_QUEUE.name()));
        return List.of(
                outcome.with(String.format(Locale.ROOT, "baikal=%.2f", ours / medians.of(Design.BAIKAL.name()))));
    }
}
