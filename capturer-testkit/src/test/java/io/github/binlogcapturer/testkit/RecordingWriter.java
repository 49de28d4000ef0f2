package io.github.binlogcapturer.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small recordings, for what the recorded ones do not show. Table {@code bl} has id 2, {@code t} has id 3. */
final class RecordingWriter {

    static final String NAMESPACE = "NS";

    private final Path folder;

    RecordingWriter(Path folder) {
        this.folder = folder;
    }

    RecordingWriter schemas() {
        return write(
                "meta/query_schema_all.res.bin",
                QueryResponse.newBuilder()
                        .addSchemaInfos(schema(2, "bl").setEngine(WireCodes.Engine.BINLOG))
                        .addSchemaInfos(schema(3, "t")
                                .setBinlogInfo(BinlogInfo.newBuilder().setBinlogTableId(2)))
                        .build());
    }

    static SchemaInfo.Builder schema(long id, String name) {
        return SchemaInfo.newBuilder()
                .setTableId(id)
                .setTableName(name)
                .setDatabase("db")
                .setNamespaceName(NAMESPACE)
                .setVersion(1);
    }

    static RegionInfo.Builder region(long id, int version, String leader) {
        return RegionInfo.newBuilder()
                .setRegionId(id)
                .setTableId(2)
                .setTableName("bl")
                .setVersion(version)
                .setConfVersion(1)
                .setLeader(leader);
    }

    RecordingWriter regions(RegionInfo.Builder... regions) {
        QueryResponse.Builder answer = QueryResponse.newBuilder();
        for (RegionInfo.Builder region : regions) {
            answer.addRegionInfos(region);
        }
        return write("meta/query_region.res.bin", answer.build());
    }

    RecordingWriter log(long regionId, String file, LogEntry... entries) {
        StoreRes.Builder answer =
                StoreRes.newBuilder().setErrcode(WireCodes.Err.SUCCESS).setLeader("10.0.0.1:8110");
        for (LogEntry entry : entries) {
            answer.addBinlogs(entry.payload()).addCommitTs(entry.ts());
        }
        return write("binlog/bl_part0_region" + regionId + "/" + file, answer.build());
    }

    static LogEntry transaction(long regionId, long startTs, long commitTs, int rows, int bytes) {
        StoreReq entry = StoreReq.newBuilder()
                .setOpType(WireCodes.Op.PREWRITE_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(startTs)
                        .setStartTs(startTs)
                        .setBinlogRowCnt(rows))
                .setBinlog(Binlog.newBuilder()
                        .setStartTs(startTs)
                        .setPrewriteValue(PrewriteValue.newBuilder()
                                .addMutations(TableMutation.newBuilder()
                                        .setTableId(3)
                                        .addInsertRows(ByteString.copyFrom(new byte[bytes])))))
                .build();
        return new LogEntry(commitTs, startTs, false, Math.max(1, rows), entry.toByteString());
    }

    RecordingWriter write(String name, Message message) {
        return writeBytes(name, message.toByteArray());
    }

    RecordingWriter writeBytes(String name, byte[] content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream raw = Files.newOutputStream(file);
                    OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
                out.write(content);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot write " + file, e);
        }
        return this;
    }
}
