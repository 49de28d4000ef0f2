package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.LinkRequest;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.MetaManagerResponse;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.protocol.WireCodes.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;

/** Reads links out of schemas, and has them changed. Servers refuse in two or three words, so what stands in the way is looked up. Thread-safe. */
final class TableLinks {

    private final MetaClient meta;

    TableLinks(MetaClient meta) {
        this.meta = meta;
    }

    /** Returns the links of a user table, the first one first; none for a binlog table. */
    static List<BinlogLink> of(SchemaInfo schema) {
        List<BinlogLink> links = new ArrayList<>();
        if (Schemas.isBinlogTable(schema)) {
            return links;
        }
        BinlogInfo first = schema.getBinlogInfo();
        if (first.hasBinlogTableId()) {
            // what belongs to the first link stands beside it, not in it
            Optional<String> field =
                    schema.hasLinkField() ? fieldName(schema, schema.getLinkField()) : linkField(schema, first);
            boolean same = !schema.hasPartitionIsSameHint() || schema.getPartitionIsSameHint();
            links.add(new BinlogLink(first.getBinlogTableId(), field, same));
        }
        for (BinlogInfo link : schema.getBinlogInfosList()) {
            if (link.hasBinlogTableId()) {
                boolean same = !link.hasPartitionIsSameHint() || link.getPartitionIsSameHint();
                links.add(new BinlogLink(link.getBinlogTableId(), linkField(schema, link), same));
            }
        }
        return links;
    }

    private static Optional<String> linkField(SchemaInfo schema, BinlogInfo link) {
        return link.hasLinkField() ? fieldName(schema, link.getLinkField()) : Optional.empty();
    }

    private static Optional<String> fieldName(SchemaInfo schema, FieldInfo link) {
        Stream<String> byId = schema.getFieldsList().stream()
                .filter(field -> link.hasFieldId() && field.getFieldId() == link.getFieldId())
                .map(FieldInfo::getFieldName);
        return Stream.concat(byId, Stream.of(link.getFieldName()))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** See {@link io.github.binlogcapturer.cluster.BaikalCluster#link}. */
    void link(LinkRequest request) throws InterruptedException {
        SchemaInfo.Builder table = named(request.namespace(), request.table());
        request.field()
                .ifPresent(field -> table.setLinkField(FieldInfo.newBuilder().setFieldName(field))
                        .setPartitionIsSameHint(request.samePartition()));
        boolean before = isLinked(request);
        MetaManagerResponse answer = manage(Op.LINK_BINLOG, table, request);
        if (answer.getErrcode() != Err.SUCCESS && (before || !isLinked(request))) {
            throw refused(
                    "be linked to binlog table " + request.binlogTable(),
                    request,
                    answer,
                    whyNotLinked(request, answer));
        }
    }

    /** See {@link io.github.binlogcapturer.cluster.BaikalCluster#unlink}. */
    void unlink(LinkRequest request) throws InterruptedException {
        boolean before = isLinked(request);
        MetaManagerResponse answer = manage(Op.UNLINK_BINLOG, named(request.namespace(), request.table()), request);
        if (answer.getErrcode() != Err.SUCCESS && (!before || isLinked(request))) {
            throw refused(
                    "be unlinked from binlog table " + request.binlogTable(),
                    request,
                    answer,
                    whyNotUnlinked(request, answer));
        }
    }

    /**
     * Where the leader's answer is lost it is asked again, and refuses, since it has done it by then. So a refusal counts only where the
     * link is not what it was to become, or was so before.
     */
    private boolean isLinked(LinkRequest request) throws InterruptedException {
        MetaClient namespace = meta.in(request.namespace());
        Optional<SchemaInfo> binlog = namespace.schema(request.binlogTable());
        Optional<SchemaInfo> table = binlog.isEmpty() ? Optional.empty() : namespace.schema(request.table());
        return table.isPresent()
                && of(table.get()).stream()
                        .anyMatch(link -> link.binlogTableId() == binlog.get().getTableId());
    }

    private MetaManagerResponse manage(int op, SchemaInfo.Builder table, LinkRequest request)
            throws InterruptedException {
        return meta.manage(MetaManagerRequest.newBuilder()
                .setOpType(op)
                .setTableInfo(table)
                .setBinlogInfo(named(request.namespace(), request.binlogTable()))
                .build());
    }

    private static SchemaInfo.Builder named(String namespace, TableName name) {
        return SchemaInfo.newBuilder()
                .setNamespaceName(namespace)
                .setDatabase(name.database())
                .setTableName(name.table());
    }

    private static RuntimeException refused(
            String what, LinkRequest request, MetaManagerResponse answer, Optional<String> why) {
        String told = Err.name(answer.getErrcode()) + " " + answer.getErrmsg();
        String message = "Table " + request.table() + " of namespace " + request.namespace() + " cannot " + what
                + ": the meta server answered " + told.strip() + ". ";
        boolean wrong = answer.getErrcode() == Err.INPUT_PARAM_ERROR || answer.getErrcode() == Err.UNSUPPORT_REQ_TYPE;
        return why.isPresent() || wrong
                ? new ConfigurationException(
                        message + why.orElse("Look into the log of the meta server that leads, which says more"))
                : new RetriableException(message + "Try again later; the log of the meta server that leads says more");
    }

    private Optional<String> whyNotLinked(LinkRequest request, MetaManagerResponse answer) throws InterruptedException {
        MetaClient namespace = meta.in(request.namespace());
        Optional<SchemaInfo> table = namespace.schema(request.table());
        Optional<SchemaInfo> binlog = namespace.schema(request.binlogTable());
        Optional<String> wrong = wrongTables(namespace, request, table, binlog);
        if (wrong.isPresent()) {
            return wrong;
        }
        List<BinlogLink> links = of(table.orElseThrow());
        long binlogId = binlog.orElseThrow().getTableId();
        Optional<BinlogLink> already =
                links.stream().filter(link -> link.binlogTableId() == binlogId).findFirst();
        if (already.isPresent()) {
            return Optional.of("It is linked to it already"
                    + already.get().field().map(field -> " by field " + field).orElse("")
                    + "; to link it in another way, unlink it first");
        }
        Optional<String> field = wrongField(request, table.get(), binlog.get());
        if (field.isPresent()) {
            return field;
        }
        if (isBusy(answer)) {
            return busy();
        }
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of("It is linked to the binlog table of id "
                        + links.get(0).binlogTableId()
                        + ", and servers before 2.2.1 know one link per table; unlink that one first");
    }

    private static Optional<String> wrongField(LinkRequest request, SchemaInfo table, SchemaInfo binlog) {
        if (Schemas.partitions(binlog) == 1) {
            return Optional.empty();
        }
        if (table.getPartitionInfo().getType() == Partition.RANGE) {
            return Optional.of("It is partitioned by range, and such a table can be linked to a binlog table of one"
                    + " partition only; " + binlog.getTableName() + " has " + Schemas.partitions(binlog));
        }
        List<String> columns = table.getFieldsList().stream()
                .filter(column -> !column.getDeleted())
                .map(FieldInfo::getFieldName)
                .toList();
        String choice = "name the column whose value decides the partition, one of " + String.join(", ", columns)
                + "; the primary key keeps all changes of a row in their order";
        if (request.field().isEmpty()) {
            return Optional.of("The binlog table has " + Schemas.partitions(binlog)
                    + " partitions, so the link needs a field: " + choice);
        }
        return columns.contains(request.field().get())
                ? Optional.empty()
                : Optional.of("The table has no column " + request.field().get() + ": " + choice);
    }

    private Optional<String> whyNotUnlinked(LinkRequest request, MetaManagerResponse answer)
            throws InterruptedException {
        MetaClient namespace = meta.in(request.namespace());
        Optional<SchemaInfo> table = namespace.schema(request.table());
        Optional<SchemaInfo> binlog = namespace.schema(request.binlogTable());
        Optional<String> wrong = wrongTables(namespace, request, table, binlog);
        if (wrong.isPresent()) {
            return wrong;
        }
        List<BinlogLink> links = of(table.orElseThrow());
        long binlogId = binlog.orElseThrow().getTableId();
        if (links.stream().noneMatch(link -> link.binlogTableId() == binlogId)) {
            String others =
                    links.stream().map(link -> "id " + link.binlogTableId()).collect(joining(" and "));
            return Optional.of("It is not linked to it, but to "
                    + (others.isEmpty()
                            ? "no binlog table at all; there is nothing to undo"
                            : "the binlog table of " + others + "; name that one"));
        }
        return isBusy(answer) ? busy() : Optional.empty();
    }

    private static Optional<String> wrongTables(
            MetaClient namespace, LinkRequest request, Optional<SchemaInfo> table, Optional<SchemaInfo> binlog)
            throws InterruptedException {
        if (table.isEmpty()) {
            return Optional.of("There is no table " + request.table() + " in this namespace; "
                    + similar(namespace, request.table(), false));
        }
        if (Schemas.isBinlogTable(table.get())) {
            return Optional.of("It is a binlog table itself; name the table whose changes are meant first");
        }
        if (binlog.isEmpty() || !Schemas.isBinlogTable(binlog.get())) {
            return Optional.of((binlog.isEmpty()
                            ? "There is no table " + request.binlogTable() + " in this namespace"
                            : request.binlogTable() + " is no binlog table")
                    + "; "
                    + similar(namespace, request.binlogTable(), true)
                    + ". A new one is made by CREATE TABLE with ENGINE=binlog");
        }
        return Optional.empty();
    }

    private static String similar(MetaClient namespace, TableName name, boolean binlog) throws InterruptedException {
        String found = UserTables.similar(
                name,
                namespace.schemas(name.database()).stream().filter(table -> Schemas.isBinlogTable(table) == binlog));
        String kind = binlog ? "binlog tables" : "tables";
        return found.isEmpty()
                ? "there are no " + kind + " in a database " + name.database()
                : kind + " there with similar names: " + found;
    }

    private static boolean isBusy(MetaManagerResponse answer) {
        return answer.getErrmsg().toLowerCase(Locale.ROOT).contains("ddl");
    }

    private static Optional<String> busy() {
        return Optional.of("A DDL runs on the table; wait until it has ended, and try again");
    }
}
