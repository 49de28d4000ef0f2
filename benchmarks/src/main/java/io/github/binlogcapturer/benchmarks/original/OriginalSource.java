package io.github.binlogcapturer.benchmarks.original;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A simulated cluster whose binlog holds transactions of one row: each key is inserted, then all of them are updated in the same order
 * again and again. So changes of one row are further apart than the original can mix up.
 */
final class OriginalSource implements AutoCloseable {

    static final int REGIONS = 4;
    static final int COLUMNS = 5;
    static final String CREATE =
            "CREATE TABLE t (id BIGINT PRIMARY KEY, c1 BIGINT, c2 INT, c3 VARCHAR(64), c4 VARCHAR(64))";

    /** What the table holds, as one text. */
    static final String CHECKSUM =
            "SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS('#', id, c1, c2, c3, c4)))) FROM t";

    private final SimulatedCluster cluster =
            SimulatedCluster.builder().heartbeats(Duration.ofMillis(50)).start();
    private final CommitTs beginning;
    private final CommitTs end;
    private final int keys;

    OriginalSource(int keys, int rows) {
        this.keys = keys;
        SimulatedBinlog binlog = cluster.createBinlog("cdc.bl", REGIONS);
        cluster.heartbeat();
        beginning = cluster.lastTs();
        SimulatedTable table = cluster.createTable(
                "shop.t",
                definition -> definition
                        .notNull("id", ColumnType.INT64)
                        .column("c1", ColumnType.INT64)
                        .column("c2", ColumnType.INT32)
                        .column("c3", ColumnType.STRING)
                        .column("c4", ColumnType.STRING)
                        .primaryKey("id")
                        .linkedTo(binlog, "id"));
        for (int row = 0; row < rows; row++) {
            if (row < keys) {
                cluster.begin().insert(table, values(row, keys)).commit();
            } else {
                cluster.begin().update(table, values(row, keys)).commit();
            }
        }
        end = cluster.lastTs();
        cluster.heartbeat();
    }

    /** Returns the values of a row; nothing is 0 or empty, which the original would drop. */
    private static Object[] values(int row, int keys) {
        return new Object[] {1L + row % keys, 1_000_000_007L * (row + 1), row + 1, "value " + row, "text of row " + row
        };
    }

    /** Returns what {@link #CHECKSUM} gives where so many rows have been applied, at least as many as there are keys. */
    String checksumAfter(int rows) {
        long sum = 0;
        for (int row = rows - keys; row < rows; row++) {
            CRC32 crc = new CRC32();
            String text = Stream.of(values(row, keys)).map(Object::toString).collect(Collectors.joining("#"));
            crc.update(text.getBytes(StandardCharsets.US_ASCII));
            sum += crc.getValue();
        }
        return keys + " " + sum;
    }

    /** Returns the commit ts of the last transaction. */
    CommitTs end() {
        return end;
    }

    /** Returns a capture of everything, not started. */
    BinlogCapturer capture() {
        return BinlogCapturer.builder()
                .metaServers(cluster.metaServers())
                .namespace(cluster.namespace())
                .tables("shop.*")
                .startFrom(StartPosition.after(beginning))
                .build();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
