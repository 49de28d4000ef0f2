package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.decode.EntryParser;
import io.github.binlogcapturer.internal.decode.TransactionDecoder;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** This library's way to an entry: the stages of a capture that parse and decode, and {@link LibraryRows} for the images in it. */
final class LibraryEntries implements Decoding {

    private static final long BINLOG_TABLE = 5;
    private static final Region REGION = new Region(Logged.REGION, new TableName("shop", "binlog"), BINLOG_TABLE, 0);

    private final TransactionDecoder decoder = new TransactionDecoder(AbsentColumns.AS_NULL);
    private final SchemaCatalog.View schemas;

    LibraryEntries(TableSchema schema) {
        SourceSnapshot snapshot = new SourceSnapshot(
                List.of(REGION), Map.of(schema.tableId(), schema), Map.of(schema.tableId(), BINLOG_TABLE), Set.of(), 1);
        this.schemas =
                new SchemaCatalog(new NoSource(snapshot), snapshot, later -> {}, CaptureClock.system()).current();
    }

    /** Returns the transaction of an entry. */
    Transaction transaction(int index, byte[] entry) {
        return Objects.requireNonNull(
                decoder.decode(List.of(EntryParser.parse(REGION, Logged.commitTs(index), entry)), schemas));
    }

    @Override
    public void decode(int index, byte[] bytes, RowValues taker) {
        for (RowChange change : transaction(index, bytes).changes()) {
            LibraryRows.take(Objects.requireNonNull(change.after()), taker);
            Row before = change.before();
            if (before != null) {
                LibraryRows.take(before, taker);
            }
        }
    }

    /** Is never asked, since the schemas are known. */
    private record NoSource(SourceSnapshot snapshot) implements BinlogSource {

        @Override
        public RegionReader open(Region region, CommitTs after) {
            throw new UnsupportedOperationException("There is nothing to read");
        }

        @Override
        public CommitTs latest() {
            throw new UnsupportedOperationException("There is nothing to read");
        }

        @Override
        public CommitTs earliest(SourceSnapshot ofAll) {
            throw new UnsupportedOperationException("There is nothing to read");
        }

        @Override
        public void close() {}
    }
}
