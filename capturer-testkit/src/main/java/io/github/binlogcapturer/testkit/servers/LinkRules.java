package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** The rules by which meta servers link tables to binlog tables and undo it (section 5.6), with the servers' words where they are known. */
public final class LinkRules {

    /** What comes of a request. */
    public sealed interface Outcome {

        /**
         * It is done.
         *
         * @param table the next version of the user table
         * @param binlogTable the next version of the binlog table
         */
        record Changed(SchemaInfo table, SchemaInfo binlogTable) implements Outcome {}

        /** It is refused, as INPUT_PARAM_ERROR, and nothing is changed. */
        record Refused(String errmsg) implements Outcome {}
    }

    private final Catalog catalog;
    private final LongPredicate ddlRuns;

    /** @param ddlRuns whether a DDL runs on the table of an id */
    public LinkRules(Catalog catalog, LongPredicate ddlRuns) {
        this.catalog = catalog;
        this.ddlRuns = ddlRuns;
    }

    /** Answers a request of type OP_LINK_BINLOG or OP_UNLINK_BINLOG. */
    public Outcome answer(MetaManagerRequest request) {
        Optional<SchemaInfo> table = named(request.getTableInfo());
        if (table.isEmpty()) {
            return new Outcome.Refused("table not exist");
        }
        if (!request.hasBinlogInfo()) {
            return new Outcome.Refused("no binlog info");
        }
        if (ddlRuns.test(table.get().getTableId())) {
            return new Outcome.Refused("table is doing ddl");
        }
        Optional<SchemaInfo> binlog = named(request.getBinlogInfo());
        if (binlog.isEmpty()) {
            return new Outcome.Refused("binlog table not exist");
        }
        if (binlog.get().getEngine() != WireCodes.Engine.BINLOG) {
            return new Outcome.Refused("table is not binlog");
        }
        return (request.getOpType() == WireCodes.Op.LINK_BINLOG)
                ? link(request.getTableInfo(), table.get(), binlog.get())
                : unlink(table.get(), binlog.get());
    }

    private Optional<SchemaInfo> named(SchemaInfo wanted) {
        return catalog.table(wanted.getNamespaceName(), wanted.getDatabase(), wanted.getTableName());
    }

    private static boolean isLinked(SchemaInfo table, SchemaInfo binlog) {
        return Catalog.binlogTablesOf(table).anyMatch(id -> id == binlog.getTableId());
    }

    private static Outcome link(SchemaInfo wanted, SchemaInfo table, SchemaInfo binlog) {
        if (isLinked(table, binlog)) {
            return new Outcome.Refused("table already linked");
        }
        BinlogInfo.Builder link = BinlogInfo.newBuilder().setBinlogTableId(binlog.getTableId());
        if (binlog.getPartitionNum() > 1) {
            if (table.getPartitionInfo().getType() == WireCodes.Partition.RANGE) {
                return new Outcome.Refused("range partition table can not link partition binlog");
            }
            if (!wanted.hasLinkField()) {
                return new Outcome.Refused("no link field info");
            }
            Optional<FieldInfo> field = field(table, wanted.getLinkField().getFieldName());
            if (field.isEmpty()) {
                return new Outcome.Refused("link field info error");
            }
            if (!wanted.hasPartitionIsSameHint()) {
                return new Outcome.Refused("no partition_is_same_hint info");
            }
            link.setLinkField(field.get()).setPartitionIsSameHint(wanted.getPartitionIsSameHint());
        }
        SchemaInfo.Builder nextBinlog = next(binlog);
        nextBinlog.getBinlogInfoBuilder().addTargetTableIds(table.getTableId());
        return new Outcome.Changed(withLink(next(table), link.build()), nextBinlog.build());
    }

    private static Optional<FieldInfo> field(SchemaInfo table, String name) {
        return table.getFieldsList().stream()
                .filter(field -> !field.getDeleted())
                .filter(field -> field.getFieldName().equals(name))
                .findFirst();
    }

    /** What belongs to the first link stands beside it, what belongs to further ones in them. */
    private static SchemaInfo withLink(SchemaInfo.Builder table, BinlogInfo link) {
        if (table.getBinlogInfo().hasBinlogTableId()) {
            return table.addBinlogInfos(link).build();
        }
        table.getBinlogInfoBuilder().setBinlogTableId(link.getBinlogTableId());
        if (link.hasLinkField()) {
            table.setLinkField(link.getLinkField()).setPartitionIsSameHint(link.getPartitionIsSameHint());
        }
        return table.build();
    }

    private static Outcome unlink(SchemaInfo table, SchemaInfo binlog) {
        if (Catalog.binlogTablesOf(table).findAny().isEmpty()) {
            return new Outcome.Refused("table not linked");
        }
        if (!isLinked(table, binlog)) {
            return new Outcome.Refused("table is not binlog");
        }
        SchemaInfo.Builder nextBinlog = next(binlog);
        List<Long> others = binlog.getBinlogInfo().getTargetTableIdsList().stream()
                .filter(id -> id != table.getTableId())
                .toList();
        nextBinlog.getBinlogInfoBuilder().clearTargetTableIds().addAllTargetTableIds(others);
        return new Outcome.Changed(withoutLink(next(table), binlog.getTableId()), nextBinlog.build());
    }

    /** The message of the first link stays, without the id; that of a further one goes. */
    private static SchemaInfo withoutLink(SchemaInfo.Builder table, long binlogTableId) {
        if (table.getBinlogInfo().getBinlogTableId() == binlogTableId) {
            table.getBinlogInfoBuilder().clearBinlogTableId();
            return table.clearLinkField().clearPartitionIsSameHint().build();
        }
        int index = IntStream.range(0, table.getBinlogInfosCount())
                .filter(i -> table.getBinlogInfos(i).getBinlogTableId() == binlogTableId)
                .findFirst()
                .orElseThrow();
        return table.removeBinlogInfos(index).build();
    }

    private static SchemaInfo.Builder next(SchemaInfo schema) {
        return schema.toBuilder().setVersion(schema.getVersion() + 1);
    }
}
