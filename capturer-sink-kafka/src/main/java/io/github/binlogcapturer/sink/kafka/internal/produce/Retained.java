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
    /** Where the last durable point was; what is written since may lie below it, namely schemas that the sink has not seen. */
    private @Nullable CommitTs durableTs;

    /** @param durableTs what is durable at the start, or null where that is not known */
    Retained(@Nullable CommitTs durableTs) {
        this.durableTs = durableTs;
    }

    void add(List<BinlogEvent> events) {
        lists.add(events);
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    /** All of it is durable, up to its {@link #endTs}. */
    void settled() {
        durableTs = endTs();
        lists.clear();
    }

    List<List<BinlogEvent>> lists() {
        return lists;
    }

    /** Returns up to where, included, everything is written. It never goes back, though the last event may be a schema of long ago. */
    CommitTs endTs() {
        CommitTs end = durableTs;
        for (List<BinlogEvent> list : lists) {
            CommitTs last = list.get(list.size() - 1).commitTs();
            end = end == null || last.compareTo(end) > 0 ? last : end;
        }
        if (end == null) {
            throw new IllegalStateException("Nothing was written");
        }
        return end;
    }

    /**
     * Drops what Kafka holds already: everything up to a commit ts, included. Nothing if it is null, or where it was durable before all of
     * this: schemas below it have not arrived.
     */
    void dropLanded(@Nullable CommitTs landed) {
        if (landed != null && (durableTs == null || landed.compareTo(durableTs) > 0)) {
            lists = new ArrayList<>(lists.stream()
                    .map(list -> behind(list, landed))
                    .filter(Objects::nonNull)
                    .toList());
            durableTs = landed;
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
