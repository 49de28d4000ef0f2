package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notices which schemas became newer than those the stream has told of. Owned by one thread. */
final class SchemaAnnouncer {

    private final Map<Long, TableSchema> announced;
    private SchemaCatalog.View last;

    SchemaAnnouncer(SchemaCatalog.View first) {
        this.announced = new HashMap<>(first.tables());
        this.last = first;
    }

    /** Returns the changes between what was told so far and a view, by table id; from now on they count as told. */
    List<SchemaChange> changes(SchemaCatalog.View view, long commitTs) {
        if (view == last) {
            return List.of();
        }
        last = view;
        List<SchemaChange> changes = new ArrayList<>();
        for (TableSchema schema : new TreeMap<>(view.tables()).values()) {
            TableSchema before = announced.get(schema.tableId());
            if (before == null || schema.version() > before.version()) {
                changes.add(new SchemaChange(CommitTs.of(commitTs), before, schema));
                announced.put(schema.tableId(), schema);
            }
        }
        return changes;
    }
}
