package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.spi.RegionChunk;
import java.io.ByteArrayInputStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.testing.Wire.commit;
import static io.github.binlogcapturer.internal.testing.Wire.fake;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

class ReadAnswerTest {

    private static StoreAnswer answer(StoreRes.Builder response) {
        byte[] wire = response.build().toByteArray();
        return ReadAnswer.of(ReadResponse.parse(new ByteArrayInputStream(wire)), 100, "peer:1");
    }

    private static RegionChunk chunk(StoreRes.Builder response) {
        StoreAnswer answer = answer(response);
        assertThat(answer).isInstanceOf(StoreAnswer.Progress.class);
        return ((StoreAnswer.Progress) answer).chunk();
    }

    private static LongStream timestamps(RegionChunk chunk) {
        return IntStream.range(0, chunk.size()).mapToLong(chunk::commitTs);
    }

    private static void assertDamaged(StoreRes.Builder response, String detail) {
        StoreAnswer answer = answer(response);
        assertThat(answer).isInstanceOf(StoreAnswer.Failed.class);
        assertThat(((StoreAnswer.Failed) answer).why()).isEqualTo(ReadFailure.DAMAGED);
        assertThat(((StoreAnswer.Failed) answer).detail()).contains(detail, "peer:1");
    }

    @Test
    void shouldKeepBytesOfEntries() {
        RegionChunk chunk = chunk(success().addCommitTs(102).addBinlogs(commit(101, 3)));

        assertThat(chunk.entry(0)).isEqualTo(commit(101, 3).toByteArray());
        assertThat(chunk.commitTs(0)).isEqualTo(102);
    }

    @Test
    void shouldMoveWatermarkByHeartbeatsWithoutKeepingThem() {
        RegionChunk chunk = chunk(success()
                .addCommitTs(102)
                .addBinlogs(commit(101, 1))
                .addCommitTs(110)
                .addBinlogs(fake(110)));

        assertThat(timestamps(chunk)).containsExactly(102L);
        assertThat(chunk.watermarkTs()).isEqualTo(110);
    }

    @Test
    void shouldCountRowsLikeServer() {
        StoreAnswer answer = answer(success()
                .addCommitTs(102)
                .addBinlogs(commit(101, 5))
                .addCommitTs(103)
                .addBinlogs(commit(100, 0))
                .addCommitTs(104)
                .addBinlogs(fake(104)));

        assertThat(((StoreAnswer.Progress) answer).rows()).isEqualTo(6);
        assertThat(((StoreAnswer.Progress) answer).bytes())
                .isEqualTo(commit(101, 5).size()
                        + commit(100, 0).size()
                        + fake(104).size());
    }

    @Test
    void shouldTakeEmptyAnswerAsCaughtUp() {
        assertThat(answer(success())).isInstanceOf(StoreAnswer.CaughtUp.class);
    }

    @Test
    void shouldDropWhatWasReadBefore() {
        StoreRes.Builder response = success()
                .addCommitTs(99)
                .addBinlogs(commit(98, 1))
                .addCommitTs(100)
                .addBinlogs(fake(100));
        assertThat(answer(response)).isInstanceOf(StoreAnswer.CaughtUp.class);

        response.addCommitTs(101).addBinlogs(commit(99, 1));
        assertThat(timestamps(chunk(response))).containsExactly(101L);
    }

    @Test
    void shouldRepairOrderAndRepetitions() {
        RegionChunk chunk = chunk(success()
                .addCommitTs(103)
                .addBinlogs(commit(102, 1))
                .addCommitTs(105)
                .addBinlogs(commit(104, 1))
                .addCommitTs(103)
                .addBinlogs(commit(102, 1))
                .addCommitTs(102)
                .addBinlogs(commit(101, 1)));

        assertThat(timestamps(chunk)).containsExactly(102L, 103L, 105L);
        assertThat(chunk.watermarkTs()).isEqualTo(105);
    }

    @Test
    void shouldRefuseTwoEntriesOfOneTimestamp() {
        assertDamaged(
                success()
                        .addCommitTs(103)
                        .addBinlogs(commit(102, 1))
                        .addCommitTs(103)
                        .addBinlogs(commit(101, 1)),
                "two different entries for commit ts 103");
    }

    @Test
    void shouldRefuseListsOfDifferentLength() {
        assertDamaged(success().addCommitTs(103), "0 entries with 1 timestamps");
    }

    @Test
    void shouldRefuseEntryThatIsNone() {
        assertDamaged(success().addCommitTs(103).addBinlogs(ByteString.copyFromUtf8("nonsense")), "103");
        assertDamaged(success().addCommitTs(103).addBinlogs(ByteString.EMPTY), "holds no binlog");
    }

    @Test
    void shouldRefuseTruncatedEntry() {
        ByteString whole = commit(102, 1);

        assertDamaged(success().addCommitTs(103).addBinlogs(whole.substring(0, whole.size() - 1)), "103");
    }

    @Test
    void shouldTakeEntryWithoutTypeAsTransaction() {
        ByteString entry = StoreReq.newBuilder()
                .setBinlog(Binlog.newBuilder().setStartTs(101))
                .build()
                .toByteString();

        assertThat(timestamps(chunk(success().addCommitTs(102).addBinlogs(entry))))
                .containsExactly(102L);
    }
}
