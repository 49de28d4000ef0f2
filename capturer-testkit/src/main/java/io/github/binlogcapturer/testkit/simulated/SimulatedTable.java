package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of a simulated cluster. Its schema can be changed while transactions run; BaikalDB logs nothing of that. Thread-safe; changes of
 * one schema come one after another.
 */
public final class SimulatedTable {

    private final MetaCatalog meta;
    private final TableName name;
    private final int partitions;
    private final int partitionField;
    private final long dataRegionId;
    private final boolean mark;
    private final TableRows rows = new TableRows();
    private volatile TableVersion version;
    private volatile List<Link> links = List.of();

    private SimulatedTable(
            MetaCatalog meta, TableVersion version, TableDefinition definition, String markPrefix, long dataRegionId) {
        this.meta = meta;
        this.version = version;
        this.name = version.schema().name();
        this.partitions = definition.partitions;
        this.partitionField = definition.partitionColumn == null
                ? 0
                : column(definition.partitionColumn).fieldId();
        this.dataRegionId = dataRegionId;
        this.mark = name.toString().startsWith(markPrefix);
    }

    static SimulatedTable create(
            MetaCatalog meta, String namespace, TableName name, TableDefinition definition, String markPrefix) {
        if (definition.primaryKey.isEmpty()) {
            throw new IllegalArgumentException("Table " + name + " needs a primary key");
        }
        SchemaDraft draft = new SchemaDraft(namespace, name, meta.nextId(), definition.partitions);
        definition.columns.forEach(part -> draft.column(
                part.name(),
                part.type(),
                part.nullable() && !definition.primaryKey.contains(part.name()),
                part.defaultText()));
        draft.primaryKey(definition.primaryKey);
        definition.uniqueKeys.forEach((key, columns) -> draft.uniqueKey(meta.nextId(), key, columns));
        TableVersion version = TableVersion.of(draft.build().build());
        SimulatedTable table = new SimulatedTable(meta, version, definition, markPrefix, meta.nextId());
        for (TableDefinition.LinkPart link : definition.links) {
            if (link.linkField() != null) {
                table.column(link.linkField());
            }
        }
        meta.put(version.info());
        definition.links.forEach(table::link);
        return table;
    }

    /** Returns database and table. */
    public TableName name() {
        return name;
    }

    /** Returns the id of the table. */
    public long tableId() {
        return version.schema().tableId();
    }

    /** Returns the newest version of its schema. */
    public TableSchema schema() {
        return version.schema();
    }

    /**
     * Adds a column at the end, under a field id of its own even where there was a column of this name before. Rows that are there show the
     * default.
     *
     * @param defaultText the default in BaikalDB's text form, or null for none
     * @throws IllegalArgumentException if there is a column of this name
     */
    public SimulatedTable addColumn(String column, ColumnType type, @Nullable String defaultText) {
        change(next -> {
            if (version.schema().hasColumn(column)) {
                throw new IllegalArgumentException("Table " + name + " has a column " + column + " already");
            }
            SchemaDraft.addColumn(next, column, type, true, defaultText);
        });
        return this;
    }

    /**
     * Drops a column. Meta servers keep it as deleted.
     *
     * @throws IllegalArgumentException if there is no such column, or a key, a link or the partitioning needs it
     */
    public SimulatedTable dropColumn(String column) {
        change(next -> {
            FieldInfo.Builder field = field(next, column);
            requireUnused(next, field.getFieldId(), column);
            field.setDeleted(true);
        });
        return this;
    }

    /**
     * Gives a column another name; its field id stays.
     *
     * @throws IllegalArgumentException if there is no such column, or there is one of the new name
     */
    public SimulatedTable renameColumn(String column, String newName) {
        change(next -> {
            if (version.schema().hasColumn(newName)) {
                throw new IllegalArgumentException("Table " + name + " has a column " + newName + " already");
            }
            field(next, column).setFieldName(newName);
        });
        return this;
    }

    private FieldInfo.Builder field(SchemaInfo.Builder info, String column) {
        int fieldId = column(column).fieldId();
        return info.getFieldsBuilderList().stream()
                .filter(field -> field.getFieldId() == fieldId)
                .findFirst()
                .orElseThrow();
    }

    private void requireUnused(SchemaInfo.Builder info, int fieldId, String column) {
        boolean indexed = info.getIndexsList().stream()
                .map(IndexInfo::getFieldIdsList)
                .anyMatch(fieldIds -> fieldIds.contains(fieldId));
        boolean linked = links.stream().anyMatch(link -> link.fieldId() == fieldId);
        if (indexed || linked || fieldId == partitionField) {
            throw new IllegalArgumentException("Column " + column + " of " + name
                    + " cannot be dropped, as a key, a link or the partitioning needs it");
        }
    }

    /** Meta servers know the version before any row is written with it, so no reader meets a field that nobody can tell it of. */
    private synchronized void change(Consumer<SchemaInfo.Builder> edit) {
        SchemaInfo.Builder next = version.info().toBuilder();
        edit.accept(next);
        next.setVersion(next.getVersion() + 1);
        TableVersion changed = TableVersion.of(next.build());
        meta.put(changed.info());
        version = changed;
    }

    /** Links the table to a binlog table or unlinks it, if the rules allow it; transactions heed it from their next statement on. */
    synchronized LinkRules.Outcome relink(SimulatedBinlog binlog, MetaManagerRequest request, boolean ddlRuns) {
        SchemaInfo own = version.info();
        SchemaInfo other = binlog.info();
        Catalog both = new Catalog(Map.of(own.getTableId(), own, other.getTableId(), other), Map.of());
        LinkRules.Outcome outcome = new LinkRules(both, tableId -> ddlRuns).answer(request);
        if (outcome instanceof LinkRules.Outcome.Changed changed) {
            take(changed.table(), binlog, request);
        }
        return outcome;
    }

    private void take(SchemaInfo changed, SimulatedBinlog binlog, MetaManagerRequest request) {
        TableVersion next = TableVersion.of(changed);
        meta.put(next.info());
        version = next;
        List<Link> all = new ArrayList<>(links);
        if (request.getOpType() == WireCodes.Op.LINK_BINLOG) {
            SchemaInfo wanted = request.getTableInfo();
            int fieldId = wanted.hasLinkField() && (binlog.partitions() > 1)
                    ? column(wanted.getLinkField().getFieldName()).fieldId()
                    : 0;
            all.add(new Link(binlog, fieldId, wanted.getPartitionIsSameHint()));
            binlog.linkedFrom(tableId());
        } else {
            all.removeIf(link -> link.binlog() == binlog);
            binlog.unlinkedFrom(tableId());
        }
        links = List.copyOf(all);
    }

    private void link(TableDefinition.LinkPart part) {
        int fieldId = part.linkField() == null ? 0 : column(part.linkField()).fieldId();
        change(next -> addLink(next, part, fieldId));
        List<Link> all = new ArrayList<>(links);
        all.add(new Link(part.binlog(), fieldId, part.sameHint()));
        links = List.copyOf(all);
        part.binlog().linkedFrom(tableId());
    }

    /** The first link stands in fields of the table, further ones in a list. */
    private static void addLink(SchemaInfo.Builder info, TableDefinition.LinkPart part, int fieldId) {
        BinlogInfo.Builder link =
                BinlogInfo.newBuilder().setBinlogTableId(part.binlog().tableId());
        FieldInfo field = info.getFieldsList().stream()
                .filter(candidate -> candidate.getFieldId() == fieldId)
                .findFirst()
                .orElse(null);
        if (!info.hasBinlogInfo()) {
            info.setBinlogInfo(link);
            if (field != null) {
                info.setLinkField(field).setPartitionIsSameHint(part.sameHint());
            }
            return;
        }
        if (field != null) {
            link.setLinkField(field).setPartitionIsSameHint(part.sameHint());
        }
        info.addBinlogInfos(link);
    }

    private Column column(String column) {
        TableSchema schema = version.schema();
        return schema.columns().get(schema.indexOf(column));
    }

    TableVersion version() {
        return version;
    }

    List<Link> links() {
        return links;
    }

    boolean isMark() {
        return mark;
    }

    /** Returns the id of the region with its rows; nobody serves it, but transactions name it as their primary. */
    long dataRegionId() {
        return dataRegionId;
    }

    int partitions() {
        return partitions;
    }

    /** Returns the table's own partition of a row. */
    long partition(TableVersion read, List<@Nullable Object> values) {
        return PartitionHash.partition(read.field(partitionField, values), partitions);
    }

    TableRows rows() {
        return rows;
    }

    /** Returns its name. */
    @Override
    public String toString() {
        return name.toString();
    }
}
