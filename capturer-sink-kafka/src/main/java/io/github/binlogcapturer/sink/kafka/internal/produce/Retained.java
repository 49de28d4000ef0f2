package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lists that were written since the last durable point, for a producer that has to begin there again. The capturer keeps their events
 * until they are acknowledged anyway, so they take no memory of their own. Owned by one thread.
 */
final class Retained {

    private List<List<BinlogEvent>> lists = new ArrayList<>();

    void add(List<BinlogEvent> events) {
        lists.add(events);
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    void clear() {
        lists.clear();
    }

    List<List<BinlogEvent>> lists() {
        return lists;
    }

    /** Returns the commit ts of the last event. */
    CommitTs lastTs() {
        List<BinlogEvent> last = lists.get(lists.size() - 1);
        return last.get(last.size() - 1).commitTs();
    }

    /** Drops what Kafka holds already: everything up to a commit ts, included; nothing if it is null. */
    void dropLanded(@Nullable CommitTs landed) {
        if (landed != null) {
            lists = new ArrayList<>(lists.stream()
                    .map(list -> behind(list, landed))
                    .filter(Objects::nonNull)
                    .toList());
        }
    }

    private static @Nullable List<BinlogEvent> behind(List<BinlogEvent> list, CommitTs landed) {
        if (list.get(0).commitTs().compareTo(landed) > 0) {
            return list;
        }
        List<BinlogEvent> left = list.stream()
                .filter(event -> event.commitTs().compareTo(landed) > 0)
                .toList();
        return left.isEmpty() ? null : left;
    }
}
