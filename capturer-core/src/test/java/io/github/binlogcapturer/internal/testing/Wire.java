package io.github.binlogcapturer.internal.testing;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes.Engine;
import io.github.binlogcapturer.protocol.WireCodes.Entry;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Index;
import io.github.binlogcapturer.protocol.WireCodes.Op;

/** Messages as servers send them. */
public final class Wire {

    public static final String NAMESPACE = "NS";

    private Wire() {}

    /** A table {@code id, v} with a primary key, linked to binlog tables. */
    public static SchemaInfo table(long id, String database, String name, long... links) {
        SchemaInfo.Builder table = schema(id, database, name)
                .setEngine(1)
                .addFields(FieldInfo.newBuilder()
                        .setFieldName("id")
                        .setFieldId(1)
                        .setMysqlType(6)
                        .setCanNull(false))
                .addFields(FieldInfo.newBuilder()
                        .setFieldName("v")
                        .setFieldId(2)
                        .setMysqlType(13)
                        .setCanNull(true))
                .addIndexs(IndexInfo.newBuilder()
                        .setIndexName("primary_key")
                        .setIndexType(Index.PRIMARY)
                        .addFieldIds(1));
        // servers leave the message behind when a link is undone
        table.setBinlogInfo(BinlogInfo.getDefaultInstance());
        for (int i = 0; i < links.length; i++) {
            BinlogInfo link = BinlogInfo.newBuilder().setBinlogTableId(links[i]).build();
            if (i == 0) {
                table.setBinlogInfo(link);
            } else {
                table.addBinlogInfos(link);
            }
        }
        return table.build();
    }

    public static SchemaInfo binlogTable(long id, String database, String name, int partitions) {
        return schema(id, database, name)
                .setEngine(Engine.BINLOG)
                .setPartitionNum(partitions)
                .build();
    }

    private static SchemaInfo.Builder schema(long id, String database, String name) {
        return SchemaInfo.newBuilder()
                .setTableId(id)
                .setNamespaceName(NAMESPACE)
                .setDatabase(database)
                .setTableName(name)
                .setPartitionNum(1)
                .setVersion(1);
    }

    /** A region of version 1; the first peer leads. */
    public static RegionInfo region(long id, long tableId, long partition, String... peers) {
        RegionInfo.Builder region = RegionInfo.newBuilder()
                .setRegionId(id)
                .setTableId(tableId)
                .setPartitionId(partition)
                .setVersion(1)
                .setConfVersion(1);
        if (peers.length > 0) {
            region.setLeader(peers[0]);
        }
        for (String peer : peers) {
            region.addPeers(peer);
        }
        return region.build();
    }

    /** An entry of one transaction. */
    public static ByteString commit(long startTs, long rows) {
        return StoreReq.newBuilder()
                .setOpType(Op.PREWRITE_BINLOG)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(startTs)
                        .setStartTs(startTs)
                        .setBinlogRowCnt(rows))
                .setBinlog(Binlog.newBuilder()
                        .setType(Entry.PREWRITE)
                        .setStartTs(startTs)
                        .setPrewriteValue(PrewriteValue.getDefaultInstance()))
                .build()
                .toByteString();
    }

    /** An entry of one transaction of one row, as large as its SQL. */
    public static ByteString commitWithSql(long startTs, ByteString sql) {
        return StoreReq.newBuilder()
                .setOpType(Op.PREWRITE_BINLOG)
                .setBinlogDesc(BinlogDesc.newBuilder().setBinlogTs(startTs).setStartTs(startTs))
                .setBinlog(Binlog.newBuilder()
                        .setType(Entry.PREWRITE)
                        .setStartTs(startTs)
                        .setPrewriteValue(PrewriteValue.newBuilder()
                                .addMutations(TableMutation.newBuilder().setSql(sql))))
                .build()
                .toByteString();
    }

    public static ByteString fake(long ts) {
        return StoreReq.newBuilder()
                .setOpType(Op.FAKE_BINLOG)
                .setBinlogDesc(BinlogDesc.newBuilder().setBinlogTs(ts))
                .setBinlog(
                        Binlog.newBuilder().setType(Entry.FAKE).setStartTs(ts).setCommitTs(ts))
                .build()
                .toByteString();
    }

    public static StoreRes.Builder success() {
        return StoreRes.newBuilder().setErrcode(Err.SUCCESS).setLeader("0.0.0.0:0");
    }

    /** A successful answer with one heartbeat. */
    public static StoreRes fakeAt(long ts) {
        return success().addCommitTs(ts).addBinlogs(fake(ts)).build();
    }

    /** A successful answer with one-row transactions. */
    public static StoreRes commitsAt(long... commitTs) {
        StoreRes.Builder answer = success();
        for (long ts : commitTs) {
            answer.addCommitTs(ts).addBinlogs(commit(ts - 1, 1));
        }
        return answer.build();
    }

    public static StoreRes error(int errcode) {
        return StoreRes.newBuilder().setErrcode(errcode).setLeader("0.0.0.0:0").build();
    }
}
