package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.event.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** From bytes to the values of rows, beside protobuf's own ways. */
public final class DecodeFigure implements Figure {

    private static final int COLUMNS = 5;
    private static final int COUNT = 10_000;
    private static final int TIMES = 20;

    @Override
    public List<String> names() {
        return List.of("decode");
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        Logged images = Logged.rows(COLUMNS, COUNT);
        Logged entries = Logged.entries(COLUMNS, true, COUNT);
        TableSchema schema = images.table().schema();
        Checksum ofRows = new Checksum();
        Checksum ofEntries = new Checksum();
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("ours", way(new LibraryRows(schema), images, ofRows));
        ways.put("peer", way(new ProtobufRows(schema), images, ofRows));
        ways.put("entries", way(new LibraryEntries(schema), entries, ofEntries));
        ways.put("peer.entries", way(new ProtobufEntries(schema), entries, ofEntries));
        Medians medians = rounds.measure(ways);
        String conditions = "rows of " + COLUMNS + " columns from their bytes, all values read, date-times and texts as"
                + " strings, one thread; peer: DynamicMessage; beside it the ratio for whole entries of transactions that"
                + " update one row, whose peer is generated classes with DynamicMessage; "
                + medians.counted();
        double ofWhole = medians.of("entries") / medians.of("peer.entries");
        return List.of(new Outcome(names().get(0), conditions, medians.of("ours"), medians.of("peer"))
                .with(String.format(Locale.ROOT, "entries=%.2f", ofWhole)));
    }

    /** Returns a way whose rate is images, or entries, a second. */
    private static Way way(Decoding decoding, Logged logged, Checksum checksum) {
        return () -> {
            long startNs = System.nanoTime();
            long expected = checksum.of(decoding, logged);
            for (int i = 1; i < TIMES; i++) {
                checksum.require(expected, checksum.of(decoding, logged));
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            checksum.agree(expected);
            return (double) COUNT * TIMES / seconds;
        };
    }
}
