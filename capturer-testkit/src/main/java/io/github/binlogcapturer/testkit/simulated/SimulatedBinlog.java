package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;

/** A binlog table of a simulated cluster. Thread-safe. */
public final class SimulatedBinlog {

    private final MetaCatalog meta;
    private final TableName name;
    private final int partitions;
    private SchemaInfo info;

    private SimulatedBinlog(MetaCatalog meta, TableName name, int partitions, SchemaInfo info) {
        this.meta = meta;
        this.name = name;
        this.partitions = partitions;
        this.info = info;
    }

    static SimulatedBinlog create(
            MetaCatalog meta,
            String namespace,
            TableName name,
            int partitions,
            int regionsPerPartition,
            boolean newer) {
        SchemaDraft draft = new SchemaDraft(namespace, name, meta.nextId(), partitions);
        draft.column("ts", ColumnType.INT64, false, null);
        draft.column("txn_id", ColumnType.INT64, false, "0");
        draft.column("binlog_type", ColumnType.INT64, false, "0");
        draft.column("partition_key", ColumnType.INT64, false, "0");
        draft.column("start_ts", ColumnType.INT64, false, "-1");
        draft.column("primary_region_id", ColumnType.INT64, false, "-1");
        if (newer) {
            draft.column("binlog_row_cnt", ColumnType.INT64, true, null);
            for (String column : List.of("user_name", "user_ip", "db_tables", "signs")) {
                draft.column(column, ColumnType.STRING, true, null);
            }
        }
        draft.primaryKey(List.of("ts"));
        SchemaInfo info = draft.build().setEngine(WireCodes.Engine.BINLOG).build();
        meta.put(info);
        meta.createRegions(info, regionsPerPartition);
        return new SimulatedBinlog(meta, name, partitions, info);
    }

    /** Returns database and table. */
    public TableName name() {
        return name;
    }

    /** Returns the id of the table. */
    public long tableId() {
        return info().getTableId();
    }

    /** Returns how many partitions it has. */
    public int partitions() {
        return partitions;
    }

    synchronized SchemaInfo info() {
        return info;
    }

    /** Notes that a table is linked to this one, which is a new version of this one's schema too. */
    synchronized void linkedFrom(long tableId) {
        SchemaInfo.Builder next = info.toBuilder().setVersion(info.getVersion() + 1);
        next.getBinlogInfoBuilder().addTargetTableIds(tableId);
        info = next.build();
        meta.put(info);
    }

    /** Notes that a table is no longer linked to this one. */
    synchronized void unlinkedFrom(long tableId) {
        SchemaInfo.Builder next = info.toBuilder().setVersion(info.getVersion() + 1);
        List<Long> others = info.getBinlogInfo().getTargetTableIdsList().stream()
                .filter(id -> id != tableId)
                .toList();
        next.getBinlogInfoBuilder().clearTargetTableIds().addAllTargetTableIds(others);
        info = next.build();
        meta.put(info);
    }

    /** Returns its name. */
    @Override
    public String toString() {
        return name.toString();
    }
}
