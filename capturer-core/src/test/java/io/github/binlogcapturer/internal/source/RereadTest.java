package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.ExtraRes;
import io.github.binlogcapturer.protocol.RegionOfflineBinlogInfo;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.spi.Region;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.testing.Wire.commit;
import static io.github.binlogcapturer.internal.testing.Wire.commitsAt;
import static io.github.binlogcapturer.internal.testing.Wire.error;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class RereadTest {

    private static final CommitTs TS = CommitTs.of(START);

    private final SourceFixture fixture = new SourceFixture();
    private final FakeStore leader = fixture.store(request -> commitsAt(START, START + 1));
    private final FakeStore follower = fixture.store(request -> commitsAt(START, START + 1));

    @AfterEach
    void close() {
        fixture.close();
    }

    private CompletableFuture<byte[]> rereadAside(Region region) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return fixture.source().reread(region, TS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    @Test
    void shouldReadExactlyTheEntryOfThatTimestamp() throws Exception {
        Region region = fixture.region(leader.address(), follower.address());

        assertThat(fixture.source().rereads()).isTrue();
        assertThat(fixture.source().reread(region, TS))
                .isEqualTo(commit(START - 1, 1).toByteArray());
        assertThat(leader.requests).singleElement().satisfies(request -> {
            assertThat(SourceFixture.begin(request)).isEqualTo(START - 1);
            assertThat(SourceFixture.rows(request)).isEqualTo(1);
        });
    }

    @Test
    void shouldTakeItFromPeerThatHasIt() throws Exception {
        leader.answer(request -> commitsAt(START + 1));

        assertThat(fixture.source().reread(fixture.region(leader.address(), follower.address()), TS))
                .isNotEmpty();
    }

    @Test
    void shouldWaitForPeerThatLags() throws Exception {
        leader.answer(request -> leader.requests.size() < 3 ? success().build() : commitsAt(START));

        assertThat(fixture.source().reread(fixture.region(leader.address()), TS))
                .isNotEmpty();
    }

    @Test
    void shouldFailWhereNoPeerHasItAnyMore() throws Exception {
        leader.answer(request -> commitsAt(START + 1));
        follower.answer(request -> error(Err.LESS_THAN_OLDEST_TS));
        Region region = fixture.region(leader.address(), follower.address());

        assertThatThrownBy(() -> fixture.source().reread(region, TS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining(TS.toString())
                .hasMessageContaining(leader.address());
    }

    @Test
    void shouldNotFailWhileAPeerThatMayHaveItIsDown() throws Exception {
        leader.answer(request -> commitsAt(START + 1));
        CompletableFuture<byte[]> entry = rereadAside(fixture.region(leader.address(), FakeServer.nobody()));
        await().until(() -> leader.requests.size() >= 3);
        assertThat(entry).isNotDone();

        leader.answer(request -> commitsAt(START));

        assertThat(entry.get(20, TimeUnit.SECONDS)).isNotEmpty();
    }

    @Test
    void shouldFailWhereItHasExpiredEverywhere() throws Exception {
        leader.answer(request ->
                error(request.getOpType() == Op.READ_BINLOG ? Err.LESS_THAN_OLDEST_TS : Err.UNSUPPORT_REQ_TYPE));
        Region region = fixture.region(leader.address());

        assertThatThrownBy(() -> fixture.source().reread(region, TS)).isInstanceOf(PositionExpiredException.class);
    }

    @Test
    void shouldReadEntriesThatAreLarge() throws Exception {
        fixture.config.answerBytes = 1 << 20;
        ByteString entry = Wire.commitWithSql(START - 1, ByteString.copyFrom(new byte[5 << 20]));
        leader.answer(request -> success().addBinlogs(entry).addCommitTs(START).build());

        assertThat(fixture.source().reread(fixture.region(leader.address()), TS))
                .isEqualTo(entry.toByteArray());
        assertThat(leader.requests).hasSize(2);
    }

    @Test
    void shouldEndWhenSourceIsClosed() throws Exception {
        leader.answer(request -> success().build());
        CompletableFuture<byte[]> entry = rereadAside(fixture.region(leader.address()));
        await().until(() -> leader.requests.size() >= 2);

        fixture.source().close();

        assertThatThrownBy(() -> entry.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldEndWhereRegionIsGone() throws Exception {
        leader.answer(request -> error(Err.REGION_NOT_EXIST));
        Region region = fixture.region(leader.address());
        fixture.meta.regions.clear();

        assertThatThrownBy(() -> fixture.source().reread(region, TS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining(TS.toString())
                .hasMessageContaining("start again from the checkpoint");
    }

    @Test
    void shouldNeverSkipOverEmptyOfflineBinlog() throws Exception {
        AtomicInteger empty = new AtomicInteger();
        leader.answer(request -> {
            if (request.getOpType() == Op.QUERY_OFFLINE_BINLOG) {
                return success()
                        .setExtraRes(ExtraRes.newBuilder()
                                .setOfflineBinlogInfo(RegionOfflineBinlogInfo.newBuilder()
                                        .setOldestTs(1)
                                        .setNewestTs(START + 10)))
                        .build();
            }
            if (!request.getBinlogDesc().getReadOfflineBinlog()) {
                return error(Err.LESS_THAN_OLDEST_TS);
            }
            return empty.getAndIncrement() < 4 ? success().build() : commitsAt(START);
        });

        assertThat(fixture.source().reread(fixture.region(leader.address()), TS))
                .isNotEmpty();
        assertThat(leader.requests).allMatch(request -> SourceFixture.begin(request) < START);
    }
}
