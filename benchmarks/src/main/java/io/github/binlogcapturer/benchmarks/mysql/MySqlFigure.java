package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How many transactions of one row a second reach MariaDB by the MySQL sink, beside what people write by hand and what other programs
 * do: {@link Peers}. All of them have written the same rows in the end.
 */
public final class MySqlFigure implements Figure {

    private static final int WRITES = 100_000;
    private static final long SEED = 1;

    private final String keys;
    private final Workload workload;
    private final Duration roundTrip;
    /** By the names of the outcomes. */
    private final Map<String, Applier> peers;
    /** Whose ratios stand beside the outcomes. */
    private final List<Applier> beside;

    private MySqlFigure(
            String keys,
            Workload workload,
            Duration roundTrip,
            Map<String, Applier> peers,
            List<Applier> beside) {
        this.keys = keys;
        this.workload = workload;
        this.roundTrip = roundTrip;
        this.peers = peers;
        this.beside = beside;
    }

    /** Returns the figure with keys that are all as frequent, against each of the peers. */
    public static Figure uniform() {
        return againstEach("mysql.uniform", "uniform keys", Workload.UNIFORM);
    }

    /** Returns the figure with keys of Zipf's law, against each of the peers. */
    public static Figure zipf099() {
        return againstEach("mysql.zipf099", "keys by Zipf's law, exponent 0.99", Workload.ZIPF_099);
    }

    /** Returns the figure with a server that is one millisecond away. */
    public static Figure roundTrip1ms() {
        return new MySqlFigure(
                "uniform keys",
                Workload.UNIFORM,
                Duration.ofMillis(1),
                Map.of("mysql.rtt1ms", Peers.bulk()),
                List.of(Peers.perCommit(), Peers.serialMerged()));
    }

    private static Figure againstEach(String name, String keys, Workload workload) {
        Map<String, Applier> peers = new LinkedHashMap<>();
        for (Applier peer : List.of(Peers.bulk(), Peers.perCommit(), Peers.serialMerged())) {
            peers.put(name + "." + peer.name(), peer);
        }
        return new MySqlFigure(keys, workload, Duration.ZERO, peers, List.of());
    }

    @Override
    public List<String> names() {
        return List.copyOf(peers.keySet());
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        List<RowWrite> writes = workload.writes(WRITES, SEED);
        Applier ours = new SinkOfOurs();
        try (MySqlTarget target = new MySqlTarget()) {
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(ours.name(), target.way(ours, writes, roundTrip));
            peers.forEach((outcome, peer) -> {
                if (wanted.contains(outcome)) {
                    ways.put(peer.name(), target.way(peer, writes, roundTrip));
                }
            });
            beside.forEach(peer -> ways.put(peer.name(), target.way(peer, writes, roundTrip)));
            return outcomes(wanted, rounds.measure(ways), ours);
        }
    }

    private List<Outcome> outcomes(Set<String> wanted, Medians medians, Applier ours) {
        double rate = medians.of(ours.name());
        List<Outcome> outcomes = new ArrayList<>();
        peers.forEach((outcome, peer) -> {
            if (wanted.contains(outcome)) {
                String conditions = conditions(peer, medians.rounds());
                outcomes.add(
                        new Outcome(outcome, conditions, rate, medians.of(peer.name())).with(beside(medians, rate)));
            }
        });
        return outcomes;
    }

    private String beside(Medians medians, double rate) {
        List<String> ratios = new ArrayList<>();
        beside.forEach(peer ->
                ratios.add(String.format(Locale.ROOT, "ratio.%s=%.2f", peer.name(), rate / medians.of(peer.name()))));
        return String.join(" ", ratios);
    }

    private String conditions(Applier peer, int rounds) {
        return "transactions of one row into a table of 5 columns; " + WRITES + " of them, " + keys
                + " out of 100000, round trip "
                + roundTrip.toMillis() + " ms, " + MySqlTarget.SETTINGS
                + "; ours: default settings, exactly once; peer: "
                + peer.description() + "; " + rounds + " rounds";
    }
}
