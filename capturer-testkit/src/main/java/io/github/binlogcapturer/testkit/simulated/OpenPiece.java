package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a SQL node collects for one partition of one binlog table, and the messages it sends about that. Not thread-safe: first the
 * transaction's thread has it, then its fate.
 */
final class OpenPiece {

    private final SimulatedBinlog binlog;
    private final long partition;
    private final long regionId;
    private final List<TableMutation> mutations = new ArrayList<>();
    private final Set<ByteString> dbTables = new LinkedHashSet<>();
    private final Set<Long> signs = new LinkedHashSet<>();
    private long partitionKey;
    private long rowCount;
    private long startTs;
    private long plannedTs;
    private long commitTs;

    OpenPiece(SimulatedBinlog binlog, long partition, long regionId) {
        this.binlog = binlog;
        this.partition = partition;
        this.regionId = regionId;
    }

    void add(TableMutation mutation, String table, long key) {
        mutations.add(mutation);
        rowCount += mutation.getInsertRowsCount() + mutation.getDeletedRowsCount();
        dbTables.add(ByteString.copyFromUtf8(table));
        signs.add(mutation.getSign());
        partitionKey = key;
    }

    /** Puts the row of a mark table in front. */
    void addMark(TableMutation mark) {
        mutations.add(mark);
        rowCount += mark.getInsertRowsCount();
    }

    long regionId() {
        return regionId;
    }

    long startTs() {
        return startTs;
    }

    /** Returns the commit ts that the SQL node took for it. */
    long plannedTs() {
        return plannedTs;
    }

    void start(long ts) {
        startTs = ts;
    }

    void plan(long ts) {
        plannedTs = ts;
    }

    boolean isDecided() {
        return commitTs != 0;
    }

    /** Notes the first commit ts that its region has for it; a further one makes a duplicate and changes nothing. */
    void decide(long ts) {
        if (commitTs == 0) {
            commitTs = ts;
        }
    }

    /** Returns it as a reader meets it. */
    Piece described() {
        return new Piece(binlog.name(), partition, regionId, CommitTs.of(startTs), CommitTs.of(commitTs));
    }

    StoreReq prewrite(TransactionHeader header) {
        Binlog.Builder content = Binlog.newBuilder()
                .setType(WireCodes.Entry.PREWRITE)
                .setStartTs(startTs)
                .setPartitionKey(partitionKey)
                .setPrewriteValue(PrewriteValue.newBuilder().addAllMutations(mutations));
        BinlogDesc.Builder desc = desc(header, startTs).setBinlogRowCnt(rowCount);
        return request(header, WireCodes.Op.PREWRITE_BINLOG, desc, content);
    }

    StoreReq commit(TransactionHeader header, long ts) {
        Binlog.Builder content = Binlog.newBuilder()
                .setType(WireCodes.Entry.COMMIT)
                .setStartTs(startTs)
                .setCommitTs(ts);
        BinlogDesc.Builder desc = desc(header, ts)
                .setBinlogRowCnt(rowCount)
                .addAllDbTables(dbTables)
                .addAllSigns(signs);
        return request(header, WireCodes.Op.COMMIT_BINLOG, desc, content);
    }

    StoreReq rollback(TransactionHeader header) {
        Binlog.Builder content =
                Binlog.newBuilder().setType(WireCodes.Entry.ROLLBACK).setStartTs(startTs);
        return request(header, WireCodes.Op.ROLLBACK_BINLOG, desc(header, startTs), content);
    }

    private BinlogDesc.Builder desc(TransactionHeader header, long ts) {
        return BinlogDesc.newBuilder()
                .setBinlogTs(ts)
                .setTxnId(header.txnId())
                .setStartTs(startTs)
                .setPrimaryRegionId(header.primaryRegionId())
                .setUserName(ByteString.copyFromUtf8(header.user()))
                .setUserIp(ByteString.copyFromUtf8(header.userIp()));
    }

    private StoreReq request(TransactionHeader header, int operation, BinlogDesc.Builder desc, Binlog.Builder content) {
        return StoreReq.newBuilder()
                .setOpType(operation)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .setLogId(header.txnId())
                .setDbConnId(header.txnId())
                .setBinlogDesc(desc)
                .setBinlog(content)
                .build();
    }
}
