package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The graph of foreign keys of the target. Immutable. */
final class ForeignKeys {

    private final List<ForeignKey> keys;
    private final Map<TableName, List<ForeignKey>> byChild = new HashMap<>();
    private final Map<TableName, List<ForeignKey>> byParent = new HashMap<>();
    /** By table the name of its component, where that has a cycle or a cascade. */
    private final Map<TableName, String> serialGroups = new HashMap<>();

    private ForeignKeys(List<ForeignKey> keys) {
        this.keys = List.copyOf(keys);
        for (ForeignKey key : keys) {
            byChild.computeIfAbsent(key.child(), unseen -> new ArrayList<>()).add(key);
            byParent.computeIfAbsent(key.parent(), unseen -> new ArrayList<>()).add(key);
        }
        Set<TableName> seen = new HashSet<>();
        for (ForeignKey key : keys) {
            if (!seen.contains(key.child())) {
                group(component(key.child()), seen);
            }
        }
    }

    static ForeignKeys of(List<ForeignKey> keys) {
        return new ForeignKeys(keys);
    }

    List<ForeignKey> ofChild(TableName table) {
        return byChild.getOrDefault(table, List.of());
    }

    List<ForeignKey> ofParent(TableName table) {
        return byParent.getOrDefault(table, List.of());
    }

    Place place(TableName table) {
        Set<TableName> parents = new HashSet<>();
        Set<String> columns = new HashSet<>();
        boolean cascadedTo = false;
        for (ForeignKey key : ofChild(table)) {
            parents.add(key.parent());
            key.childColumns().forEach(column -> columns.add(column.toLowerCase(Locale.ROOT)));
            cascadedTo |= key.cascading();
        }
        return new Place(
                !ofParent(table).isEmpty(),
                Set.copyOf(parents),
                Set.copyOf(columns),
                serialGroups.get(table),
                cascadedTo);
    }

    private void group(Set<TableName> component, Set<TableName> seen) {
        seen.addAll(component);
        boolean cascades = keys.stream().anyMatch(key -> component.contains(key.child()) && key.cascading());
        if (cascades || hasCycle(component)) {
            String name = "foreign keys of "
                    + new TreeSet<>(component.stream().map(TableName::toString).toList()).first();
            component.forEach(table -> serialGroups.put(table, name));
        }
    }

    private Set<TableName> component(TableName start) {
        Set<TableName> found = new HashSet<>(Set.of(start));
        Deque<TableName> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            TableName table = open.pop();
            List<TableName> next = new ArrayList<>();
            ofChild(table).forEach(key -> next.add(key.parent()));
            ofParent(table).forEach(key -> next.add(key.child()));
            next.stream().filter(found::add).forEach(open::push);
        }
        return found;
    }

    /** Takes away tables without parents, again and again; what cannot be taken away is a cycle. */
    private boolean hasCycle(Set<TableName> component) {
        Set<TableName> left = new HashSet<>(component);
        boolean progress = true;
        while (progress) {
            progress = left.removeIf(table -> ofChild(table).stream().noneMatch(key -> left.contains(key.parent())));
        }
        return !left.isEmpty();
    }

    /**
     * What foreign keys mean to one table.
     *
     * @param parent whether others refer to it
     * @param parents what it refers to
     * @param columns its columns that refer, in lower case
     * @param serialGroup the tables it must stay in stream order with, or null
     * @param cascadedTo whether its rows change by themselves
     */
    record Place(
            boolean parent,
            Set<TableName> parents,
            Set<String> columns,
            @Nullable String serialGroup,
            boolean cascadedTo) {

        static final Place NONE = new Place(false, Set.of(), Set.of(), null, false);
    }
}
