package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.testkit.RecordingWriter.region;
import static io.github.binlogcapturer.testkit.RecordingWriter.schema;
import static io.github.binlogcapturer.testkit.RecordingWriter.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is made of a folder. */
class RecordingTest {

    @TempDir
    private Path folder;

    private RecordingWriter writer;

    @BeforeEach
    void startFolder() {
        writer = new RecordingWriter(folder);
    }

    private Recording load() {
        return Recording.of(List.of(RecordingFiles.inFolder(folder)));
    }

    private static <V> V byId(Map<Long, V> found, long id) {
        return Objects.requireNonNull(found.get(id));
    }

    private List<Long> timestamps(long regionId) {
        RecordedRegion region = byId(load().logs(), regionId);
        return region.entries().stream().map(LogEntry::ts).toList();
    }

    @Test
    void shouldReadCompressedFilesAsWell() {
        writer.schemas().log(7, "000.res.bin.gz", LogEntry.fake(7, 10));

        assertThat(timestamps(7)).containsExactly(10L);
    }

    @Test
    void shouldJoinTheAnswersOfSuccessiveReads() {
        writer.schemas()
                .log(7, "000.res.bin", LogEntry.fake(7, 10), LogEntry.fake(7, 11))
                .log(7, "001.res.bin", LogEntry.fake(7, 11), LogEntry.fake(7, 12));

        assertThat(timestamps(7)).containsExactly(10L, 11L, 12L);
    }

    @Test
    void shouldRefuseTwoEntriesOfOneTs() {
        writer.schemas()
                .log(7, "000.res.bin", transaction(7, 8, 10, 1, 5))
                .log(7, "001.res.bin", transaction(7, 9, 10, 1, 5));

        assertThatThrownBy(this::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ts 10")
                .hasMessageContaining("001.res.bin");
    }

    @Test
    void shouldTakeTheOldestTsFromTheSmallestAnswer() {
        writer.schemas().log(7, "000.res.bin", LogEntry.fake(7, 10));
        writer.write("binlog/bl_part0_region7/query_binlog_ts.res.bin", oldest(5));
        writer.write("binlog/bl_part0_region7/query_binlog_ts2.res.bin", oldest(4));

        RecordedRegion region = byId(load().logs(), 7);
        assertThat(region.oldestTs()).isEqualTo(4);
        assertThat(region.entries()).hasSize(1);
    }

    private static StoreRes oldest(long ts) {
        return StoreRes.newBuilder()
                .setErrcode(WireCodes.Err.SUCCESS)
                .setBinlogInfo(BinlogQueryInfo.newBuilder().setOldestTs(ts))
                .build();
    }

    @Test
    void shouldMakeTheOldestTsSoThatAllCanBeReadIfNoneIsRecorded() {
        writer.schemas().log(7, "000.res.bin", LogEntry.fake(7, 10), transaction(7, 8, 11, 1, 5));

        assertThat(byId(load().logs(), 7).oldestTs()).isEqualTo(7);
    }

    @Test
    void shouldIgnoreFailedAnswers() {
        writer.schemas().log(7, "000.res.bin", LogEntry.fake(7, 10));
        writer.write(
                "binlog/bl_part0_region7/001.res.bin",
                StoreRes.newBuilder()
                        .setErrcode(WireCodes.Err.GET_VALUE_FAIL)
                        .addBinlogs(LogEntry.fake(7, 11).payload())
                        .build());

        assertThat(timestamps(7)).containsExactly(10L);
    }

    @Test
    void shouldMakeARegionThatNobodyAskedTheMetaServerFor() {
        writer.schemas().log(7, "000.res.bin", LogEntry.fake(7, 10));

        RegionInfo region = byId(load().regions(), 7);
        assertThat(region.getTableId()).isEqualTo(2);
        assertThat(region.getPartitionId()).isZero();
        assertThat(region.getLeader()).isEqualTo("10.0.0.1:8110");
        assertThat(region.getIsBinlogRegion()).isTrue();
    }

    @Test
    void shouldKeepTheNewestOfATableOrRegionThatSeveralAnswersName() {
        writer.schemas()
                .regions(region(7, 1, "old:1"), region(7, 2, "new:1"))
                .log(7, "000.res.bin", LogEntry.fake(7, 10))
                .write(
                        "meta/zz.res.bin",
                        QueryResponse.newBuilder()
                                .addSchemaInfos(schema(3, "t").setVersion(9))
                                .build());

        assertThat(byId(load().regions(), 7).getLeader()).isEqualTo("new:1");
        assertThat(byId(load().schemas(), 3).getVersion()).isEqualTo(9);
    }

    @Test
    void shouldTakeTablesAndRegionsFromHeartbeats() {
        writer.schemas().log(7, "000.res.bin", LogEntry.fake(7, 10));
        writer.write(
                "meta/binlog_heartbeat.res.bin",
                BaikalHeartBeatResponse.newBuilder()
                        .addSchemaChangeInfo(schema(4, "u"))
                        .addSchemaChangeInfo(schema(5, "gone").setDeleted(true))
                        .addRegionChangeInfo(region(8, 1, "a:1"))
                        .build());

        assertThat(load().schemas().keySet()).containsExactlyInAnyOrder(2L, 3L, 4L);
        assertThat(load().regions().keySet()).containsExactly(7L, 8L);
    }

    @Test
    void shouldNeedTheSchemaOfTheBinlogTable() {
        writer.log(7, "000.res.bin", LogEntry.fake(7, 10));

        assertThatThrownBy(this::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("binlog table bl of region 7");
    }

    @Test
    void shouldNeedABinlog() {
        writer.schemas();

        assertThatThrownBy(this::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No binlog in");
    }

    @Test
    void shouldNameTheFileThatIsNoMessage() {
        writer.schemas().log(7, "000.res.bin", LogEntry.fake(7, 10));
        writer.writeBytes("binlog/bl_part0_region7/001.res.bin", "nonsense".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(this::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("binlog/bl_part0_region7/001.res.bin");
    }

    @Test
    void shouldJoinRecordingsOfOneCluster() {
        Recording joined = Recording.of(
                Recordings.names().stream().map(RecordingFiles::bundled).toList());

        assertThat(joined.logs()).hasSize(12);
        assertThat(joined.namespace()).isEqualTo("TEST_NAMESPACE");
    }

    @Test
    void shouldRefuseOneRegionFromTwoRecordings() {
        RecordingFiles links = RecordingFiles.bundled(Recordings.LINKS);

        assertThatThrownBy(() -> Recording.of(List.of(links, links)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Region 39");
    }
}
