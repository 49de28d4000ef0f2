package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** What table selection needs to know of a schema. */
final class Schemas {

    /** Fewer partitions first, as BaikalDB's own capturer chooses. */
    static final Comparator<SchemaInfo> SMALLEST_FIRST =
            Comparator.comparingLong(Schemas::partitions).thenComparingLong(SchemaInfo::getTableId);

    private Schemas() {}

    static TableName name(SchemaInfo schema) {
        return new TableName(schema.getDatabase(), schema.getTableName());
    }

    static boolean isBinlogTable(SchemaInfo schema) {
        return schema.getEngine() == WireCodes.Engine.BINLOG;
    }

    static long partitions(SchemaInfo schema) {
        return Math.max(1, schema.getPartitionNum());
    }

    /** Returns the ids of the binlog tables that a user table is linked to. */
    static Set<Long> links(SchemaInfo schema) {
        Set<Long> ids = new TreeSet<>();
        // the first link leaves its message behind, without the id, when it is undone
        if (schema.getBinlogInfo().hasBinlogTableId()) {
            ids.add(schema.getBinlogInfo().getBinlogTableId());
        }
        schema.getBinlogInfosList().stream()
                .filter(BinlogInfo::hasBinlogTableId)
                .forEach(link -> ids.add(link.getBinlogTableId()));
        return ids;
    }
}
