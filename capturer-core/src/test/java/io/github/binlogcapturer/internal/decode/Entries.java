package io.github.binlogcapturer.internal.decode;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
import java.util.List;

/** Makes entries in the form of the server, and pieces of them. */
final class Entries {

    static final long BINLOG_TABLE_ID = 20;
    static final long START_TS = 57_000_267_225_759_752L;
    static final long COMMIT_TS = START_TS + 8;

    private Entries() {}

    static Region region(long partition) {
        return new Region(partition + 3, new TableName("cdc", "bl_p"), BINLOG_TABLE_ID, partition);
    }

    static StoreReq entry(long startTs, TableMutation... mutations) {
        PrewriteValue.Builder value = PrewriteValue.newBuilder();
        List.of(mutations).forEach(value::addMutations);
        return StoreReq.newBuilder()
                .setOpType(WireCodes.Op.PREWRITE_BINLOG)
                .setRegionId(3)
                .setRegionVersion(1)
                .setLogId(0x1234_5678_9abc_def0L)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(startTs)
                        .setTxnId(1_099_511_627_829L)
                        .setStartTs(startTs)
                        .setPrimaryRegionId(11)
                        .setUserName(ByteString.copyFromUtf8("root"))
                        .setUserIp(ByteString.copyFromUtf8("127.0.0.1"))
                        .addDbTables(ByteString.copyFromUtf8("cdc.acct")))
                .setBinlog(Binlog.newBuilder()
                        .setType(WireCodes.Entry.PREWRITE)
                        .setStartTs(startTs)
                        .setPrewriteValue(value)
                        .setPartitionKey(2))
                .build();
    }

    static RawPiece piece(Region region, long commitTs, StoreReq entry) {
        return EntryParser.parse(region, commitTs, entry.toByteArray());
    }

    /** Makes the pieces of one transaction; the first of partition 0 and so on, as the server numbers them. */
    static List<RawPiece> pieces(List<List<Logged>> byPartition) {
        List<RawPiece> pieces = new ArrayList<>();
        for (int partition = 0; partition < byPartition.size(); partition++) {
            List<Logged> logged = byPartition.get(partition);
            if (!logged.isEmpty()) {
                int nth = pieces.size();
                TableMutation[] mutations =
                        logged.stream().map(Logged::mutation).toArray(TableMutation[]::new);
                pieces.add(piece(region(partition), COMMIT_TS + nth, entry(START_TS + nth, mutations)));
            }
        }
        return pieces;
    }
}
