package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides for the tables of a batch which are planned folded, and which in stream order together with which others. */
final class TableGroups {

    private final Map<TableName, Group> groups = new LinkedHashMap<>();

    /** Makes the groups of a batch. */
    static TableGroups of(Collection<TargetTable> tables, List<Pending> changes) {
        TableGroups groups = new TableGroups();
        tables.forEach(table -> groups.groups
                .computeIfAbsent(table.name(), unseen -> new Group())
                .add(table));
        groups.spreadAlongForeignKeys(changes);
        return groups;
    }

    /** Returns with which others a table is planned in stream order, or null where it is folded. */
    @Nullable
    String serialName(TableName table) {
        return Objects.requireNonNull(groups.get(table)).serialName;
    }

    /** Returns the tables, each behind those that it refers to. */
    List<TableName> parentsFirst() {
        List<TableName> sorted = new ArrayList<>();
        Set<TableName> left = new HashSet<>(groups.keySet());
        while (!left.isEmpty()) {
            List<TableName> next = groups.keySet().stream()
                    .filter(left::contains)
                    .filter(table ->
                            parents(table).stream().noneMatch(parent -> left.contains(parent) && !parent.equals(table)))
                    .toList();
            // a cycle is planned in stream order, so its place does not matter
            sorted.addAll(next.isEmpty() ? List.copyOf(left) : next);
            sorted.forEach(left::remove);
        }
        return sorted;
    }

    private Set<TableName> parents(TableName table) {
        return Objects.requireNonNull(groups.get(table)).parents;
    }

    private void spreadAlongForeignKeys(List<Pending> changes) {
        boolean linked = groups.keySet().stream()
                .anyMatch(table -> parents(table).stream().anyMatch(groups::containsKey));
        if (!linked) {
            return;
        }
        findBadOrders(changes);
        boolean progress = true;
        while (progress) {
            progress = false;
            for (TableName child : groups.keySet()) {
                for (TableName parent : parents(child)) {
                    Group other = groups.get(parent);
                    progress |= other != null
                            && Objects.requireNonNull(groups.get(child)).share(other);
                }
            }
        }
    }

    /** A row that leaves a parent for another, where the first is deleted, must do so in between, unless it can step out. */
    private void findBadOrders(List<Pending> changes) {
        Set<TableName> withDeletes = new HashSet<>();
        for (Pending pending : changes) {
            if (pending.change() instanceof RowChange.Delete) {
                withDeletes.add(pending.table().name());
            }
        }
        for (Pending pending : changes) {
            TargetTable table = pending.table();
            boolean stays = table.isParent() || table.hasMoreColumns();
            if (stays && table.parents().stream().anyMatch(withDeletes::contains) && refersAnew(pending)) {
                Objects.requireNonNull(groups.get(table.name()))
                        .beSerial(table.name().toString());
            }
        }
    }

    private static boolean refersAnew(Pending pending) {
        Row before = pending.change().before();
        Row after = pending.change().after();
        if (before == null || after == null) {
            return false;
        }
        for (ColumnMapping column : pending.table().columns()) {
            String name = column.target().name().toLowerCase(Locale.ROOT);
            if (pending.table().foreignKeyColumns().contains(name) && !after.sameValue(column.index(), before)) {
                return true;
            }
        }
        return false;
    }

    /** What is known of one table of the target. */
    private static final class Group {

        private final Set<TableName> parents = new HashSet<>();
        private final Map<String, MappedKey> identities = new HashMap<>();
        private @Nullable String serialName;

        void add(TargetTable table) {
            parents.addAll(table.parents());
            MappedKey identity = table.identity();
            if (identity != null) {
                identities.put(identity.name(), identity);
            }
            boolean known = table.otherKeys().stream().allMatch(MappedKey::known);
            if (table.serialGroup() != null) {
                serialName = table.serialGroup();
            } else if (identity == null || !known || identities.size() > 1) {
                beSerial(table.name().toString());
            }
        }

        void beSerial(String name) {
            if (serialName == null) {
                serialName = name;
            }
        }

        /** Gives two tables the same name if one is in stream order; returns whether that changed anything. */
        boolean share(Group other) {
            String mine = serialName;
            String theirs = other.serialName;
            if (Objects.equals(mine, theirs)) {
                return false;
            }
            String common = mine == null || (theirs != null && theirs.compareTo(mine) < 0) ? theirs : mine;
            serialName = common;
            other.serialName = common;
            return true;
        }
    }
}
