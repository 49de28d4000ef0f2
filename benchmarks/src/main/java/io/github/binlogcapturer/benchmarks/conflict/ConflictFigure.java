package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How many transactions of three keys one thread looks up and registers with 256 K in flight: the conflict detector, and a map from each
 * key to its last transaction. Beside that a slot-lock DAG as TiCDC has it, and smaller windows.
 */
public final class ConflictFigure implements Figure {

    private static final int KEYS = 3;
    private static final int SMALL = 1 << 10;
    private static final int MEDIUM = 1 << 14;
    private static final int LARGE = 1 << 18;
    private static final int OURS = 1_000_000;
    private static final int THEIRS = 100_000;
    private static final int CHECKED = 100_000;
    /** Which part of all transactions may wait in vain. */
    private static final double FALSE = 0.003;

    private final String name;
    private final String kind;
    private final Supplier<KeyDraws> draws;

    private ConflictFigure(String name, String kind, Supplier<KeyDraws> draws) {
        this.name = name;
        this.kind = kind;
        this.draws = draws;
    }

    /** Returns the figure with uniform keys. */
    public static Figure uniform() {
        return new ConflictFigure("conflict.uniform", "uniform keys", () -> KeyDraws.uniform(1));
    }

    /** Returns the figure with skewed keys. */
    public static Figure zipf() {
        return new ConflictFigure("conflict.zipf", "Zipf 0.99 keys", () -> KeyDraws.zipf(0.99, 1));
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        KeyDraws keys = draws.get();
        DesignRun ours = run(Designs.DETECTOR, keys, LARGE);
        DesignRun map = run(Designs.HASH_MAP, keys, LARGE);
        DesignRun dag = run(Designs.SLOT_DAG, keys, LARGE);
        requireSameWork(ours.register(CHECKED), map.register(CHECKED), dag.register(CHECKED));
        DesignRun small = run(Designs.DETECTOR, keys, SMALL);
        DesignRun medium = run(Designs.DETECTOR, keys, MEDIUM);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("ours", () -> ours.rate(OURS));
        ways.put("map", () -> map.rate(THEIRS));
        ways.put("dag", () -> dag.rate(THEIRS));
        ways.put("small", () -> small.rate(OURS));
        ways.put("medium", () -> medium.rate(OURS));
        Medians medians = rounds.measure(ways);
        String beside = String.format(
                Locale.ROOT,
                "dag=%.2f ours.window1k=%.0f ours.window16k=%.0f",
                medians.of("ours") / medians.of("dag"),
                medians.of("small"),
                medians.of("medium"));
        String conditions =
                "transactions of " + KEYS + " " + kind + " of 10 million, 262144 in flight, one thread; peer: HashMap"
                        + " with removal; dag: our rate to that of a slot-lock DAG; drawing of keys included, "
                        + medians.counted();
        return List.of(new Outcome(name, conditions, medians.of("ours"), medians.of("map")).with(beside));
    }

    private static DesignRun run(Designs design, KeyDraws draws, int window) {
        return new DesignRun(design.make(window, KEYS), draws, KEYS, window);
    }

    /** The peers are exact; the detector may let a few more wait. */
    private static void requireSameWork(long ours, long map, long dag) {
        if (map != dag || ours < map || ours > map + CHECKED * FALSE) {
            throw new IllegalStateException("Of " + CHECKED + " transactions " + ours + " wait by the detector, " + map
                    + " by the map, " + dag + " by the DAG");
        }
    }
}
