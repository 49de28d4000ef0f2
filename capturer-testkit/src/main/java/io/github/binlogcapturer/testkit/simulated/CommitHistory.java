package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.CommitTs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was truly committed: transactions and final rows. A transaction appears as a whole. Thread-safe. */
final class CommitHistory {

    private record Place(long commitTs, long txnId) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTs = Long.compare(commitTs, other.commitTs);
            return byTs != 0 ? byTs : Long.compare(txnId, other.txnId);
        }
    }

    private final TreeMap<Place, Committed> commits = new TreeMap<>();

    synchronized void add(Committed committed, WrittenRows rows) {
        rows.apply();
        if (!committed.pieces().isEmpty()) {
            commits.put(new Place(committed.commitTs().value(), committed.txnId()), committed);
        }
    }

    synchronized List<Committed> commits() {
        return List.copyOf(commits.values());
    }

    synchronized Optional<CommitTs> lastCommitTs() {
        return commits.isEmpty()
                ? Optional.empty()
                : Optional.of(CommitTs.of(commits.lastKey().commitTs()));
    }

    synchronized Map<List<@Nullable Object>, List<@Nullable Object>> rows(SimulatedTable table) {
        TableVersion version = table.version();
        Map<List<@Nullable Object>, List<@Nullable Object>> rows = new LinkedHashMap<>();
        for (Map.Entry<List<@Nullable Object>, ByteString> row :
                table.rows().all().entrySet()) {
            rows.put(row.getKey(), RowBytes.asSelected(version.schema(), row.getValue()));
        }
        return Collections.unmodifiableMap(rows);
    }
}
