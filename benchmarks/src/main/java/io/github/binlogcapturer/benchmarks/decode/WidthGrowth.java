package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.benchmarks.measure.Chart;
import io.github.binlogcapturer.benchmarks.measure.Chart.Axis;
import io.github.binlogcapturer.benchmarks.measure.Chart.Line;
import io.github.binlogcapturer.benchmarks.measure.Chart.Point;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the cost of an entry grows with the number of columns: decoded only, and with all values read. */
public final class WidthGrowth implements Growth {

    private static final int[] COLUMNS = {2, 5, 10, 20, 50};
    private static final int ENTRIES = 4_000;
    private static final int TIMES = 10;
    private static final double MICROS = 1e6;

    @Override
    public String name() {
        return "growth.width";
    }

    @Override
    public Chart measure(Rounds rounds) throws Exception {
        List<Point> decoded = new ArrayList<>();
        List<Point> read = new ArrayList<>();
        List<Point> protobuf = new ArrayList<>();
        for (int columns : COLUMNS) {
            Logged logged = Logged.entries(columns, false, ENTRIES);
            LibraryEntries ours = new LibraryEntries(logged.table().schema());
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put("decoded", way(logged, new DecodeOnly(ours)));
            ways.put("read", way(logged, ours));
            ways.put("protobuf", way(logged, new ProtobufEntries(logged.table().schema())));
            Medians medians = rounds.share(COLUMNS.length).measure(ways);
            decoded.add(new Point(columns, MICROS / medians.of("decoded")));
            read.add(new Point(columns, MICROS / medians.of("read")));
            protobuf.add(new Point(columns, MICROS / medians.of("protobuf")));
        }
        return new Chart(
                "Cost of a transaction by row width",
                "entry of one inserted row, from its bytes on, one thread, no network",
                new Axis("columns", true),
                new Axis("microseconds", false),
                List.of(
                        new Line("decoded", decoded),
                        new Line("decoded, all values read", read),
                        new Line("DynamicMessage, all values read", protobuf)));
    }

    private static Way way(Logged logged, Decoding decoding) {
        Checksum checksum = new Checksum();
        return () -> {
            long startNs = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                checksum.agree(checksum.of(decoding, logged));
            }
            return ENTRIES * TIMES / ((System.nanoTime() - startNs) / 1e9);
        };
    }

    /** Looks at nothing but the transaction. */
    private record DecodeOnly(LibraryEntries decoding) implements Decoding {

        @Override
        public void decode(int index, byte[] bytes, RowValues taker) {
            taker.number(decoding.transaction(index, bytes).sizeBytes());
        }
    }
}
