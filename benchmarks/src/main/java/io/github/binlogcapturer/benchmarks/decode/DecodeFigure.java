package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.List;
import java.util.Set;

/** From an entry's bytes to the values of its rows, beside protobuf's own ways. */
public final class DecodeFigure implements Figure {

    private static final int COLUMNS = 5;
    private static final int ENTRIES = 10_000;
    private static final int TIMES = 20;

    @Override
    public List<String> names() {
        return List.of("decode");
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        LoggedEntries logged = LoggedEntries.of(COLUMNS, true, ENTRIES);
        Checksum checksum = new Checksum();
        Way ours = way(new LibraryDecoding(logged.table().schema()), logged, checksum);
        Way peer = way(new ProtobufDecoding(logged.table().schema()), logged, checksum);
        String conditions = "rows, two in each entry of a transaction that updates one row of " + COLUMNS
                + " columns, all values read, one thread; peer: generated classes and DynamicMessage";
        return List.of(rounds.compare(names().get(0), conditions, ours, peer));
    }

    private static Way way(EntryDecoding decoding, LoggedEntries logged, Checksum checksum) {
        return () -> {
            long startNs = System.nanoTime();
            long expected = checksum.of(decoding, logged);
            for (int i = 1; i < TIMES; i++) {
                checksum.require(expected, checksum.of(decoding, logged));
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            checksum.agree(expected);
            return 2.0 * ENTRIES * TIMES / seconds;
        };
    }
}
