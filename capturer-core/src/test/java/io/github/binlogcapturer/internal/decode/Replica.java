package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.internal.testing.SnapshotSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A copy of table acct that is kept by decoded transactions. */
final class Replica {

    private final NavigableMap<Long, Account> rows;

    Replica(Map<Long, Account> rows) {
        this.rows = new TreeMap<>(rows);
    }

    NavigableMap<Long, Account> rows() {
        return rows;
    }

    Replica apply(Transaction transaction) {
        transaction.changes().forEach(this::apply);
        return this;
    }

    private void apply(RowChange change) {
        Row before = change.before();
        Row after = change.after();
        if (before != null) {
            rows.remove(before.longValue("id"));
        }
        if (after != null) {
            rows.put(after.longValue("id"), Account.of(after));
        }
    }

    /** Decodes what one transaction logged. */
    static Transaction decode(List<List<Logged>> byPartition) {
        return Objects.requireNonNull(decode(Entries.pieces(byPartition), schemas(Account.SCHEMA)));
    }

    static @Nullable Transaction decode(List<RawPiece> pieces, SchemaCatalog.View schemas) {
        return new TransactionDecoder(AbsentColumns.AS_NULL).decode(pieces, schemas);
    }

    static SchemaCatalog.View schemas(TableSchema table) {
        return schemas(table, Map.of(), Set.of());
    }

    static SchemaCatalog.View schemas(TableSchema table, Map<Long, Long> homeBinlogTable, Set<Long> marks) {
        SourceSnapshot snapshot =
                new SourceSnapshot(List.of(), Map.of(table.tableId(), table), homeBinlogTable, marks, 1);
        return new SchemaCatalog(SnapshotSource.neverAsked(), snapshot, later -> {}, CaptureClock.system()).current();
    }
}
