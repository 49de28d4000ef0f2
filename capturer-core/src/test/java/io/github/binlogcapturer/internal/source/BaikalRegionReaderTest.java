package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.testing.Wire.commitsAt;
import static io.github.binlogcapturer.internal.testing.Wire.error;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static io.github.binlogcapturer.internal.testing.Wire.region;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class BaikalRegionReaderTest {

    private static final long START = 100;
    private static final long REGION = 300;

    private final FakeMeta meta = FakeMeta.start();
    private final FakeStore leader = FakeStore.start(request -> fakeAt(START + 1));
    private final FakeStore follower = FakeStore.start(request -> fakeAt(START + 2));
    private final TestConfig config = new TestConfig(meta.address());
    private final CountDownLatch release = new CountDownLatch(1);
    private BaikalSource source = new BaikalSource(config.build());

    @AfterEach
    void close() {
        release.countDown();
        source.close();
        leader.close();
        follower.close();
        meta.close();
    }

    private RegionReader open(String... peers) throws InterruptedException {
        source.close();
        source = new BaikalSource(config.build());
        meta.schemas.add(Wire.table(1, "shop", "orders", 30));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));
        meta.regions.add(region(REGION, 30, 0, peers));
        return source.open(source.snapshot().regions().get(0), CommitTs.of(START));
    }

    private RegionReader openBoth() throws InterruptedException {
        return open(leader.address(), follower.address());
    }

    private StoreRes block() {
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return success().build();
    }

    private static long begin(StoreReq request) {
        return request.getBinlogDesc().getBinlogTs();
    }

    private static long rows(StoreReq request) {
        return request.getBinlogDesc().getReadBinlogCnt();
    }

    private static StoreRes expired(StoreReq request) {
        return error(request.getOpType() == Op.READ_BINLOG ? Err.LESS_THAN_OLDEST_TS : Err.UNSUPPORT_REQ_TYPE);
    }

    @Test
    void shouldGoOnFromLargestTimestampReceived() throws Exception {
        leader.answer(request ->
                begin(request) == START ? commitsAt(110, 111) : begin(request) == 111 ? fakeAt(115) : commitsAt(120));
        RegionReader reader = openBoth();

        assertThat(reader.read().size()).isEqualTo(2);
        assertThat(reader.read().watermarkTs()).isEqualTo(115);
        RegionChunk third = reader.read();

        assertThat(third.commitTs(0)).isEqualTo(120);
        assertThat(leader.requests).extracting(BaikalRegionReaderTest::begin).containsExactly(START, 111L, 115L);
        assertThat(leader.requests)
                .extracting(request -> request.getBinlogDesc().getStartTs())
                .startsWith(START);
    }

    @Test
    void shouldAskAgainUntilRegionMoves() throws Exception {
        leader.answer(request -> leader.requests.size() < 4 ? success().build() : commitsAt(110));

        assertThat(openBoth().read().commitTs(0)).isEqualTo(110);
        assertThat(leader.requests).hasSize(4);
        assertThat(follower.requests).isEmpty();
    }

    @Test
    void shouldReadFromFollowerAndStayThereWhenLeaderIsDown() throws Exception {
        RegionReader reader = open(FakeServer.nobody(), follower.address());

        assertThat(reader.read().watermarkTs()).isEqualTo(START + 2);
        follower.answer(request -> fakeAt(START + 3));
        assertThat(reader.read().watermarkTs()).isEqualTo(START + 3);
    }

    @Test
    void shouldFollowLeaderThatPeerNames() throws Exception {
        try (FakeStore elsewhere = FakeStore.start(request -> fakeAt(130))) {
            leader.answer(request -> error(Err.NOT_LEADER).toBuilder()
                    .setLeader(elsewhere.address())
                    .build());

            assertThat(openBoth().read().watermarkTs()).isEqualTo(130);
        }
    }

    @Test
    void shouldFollowLeaderNamedAsRaftPeer() throws Exception {
        try (FakeStore elsewhere = FakeStore.start(request -> fakeAt(130))) {
            leader.answer(request -> error(Err.NOT_LEADER).toBuilder()
                    .setLeader(elsewhere.address() + ":0")
                    .build());

            assertThat(openBoth().read().watermarkTs()).isEqualTo(130);
        }
    }

    @Test
    void shouldAskOthersWhereNobodyIsNamed() throws Exception {
        leader.answer(request -> error(Err.NOT_LEADER));

        assertThat(openBoth().read().watermarkTs()).isEqualTo(START + 2);
    }

    @Test
    void shouldAdoptNewVersionOfRegion() throws Exception {
        leader.answer(request -> request.getRegionVersion() == 1
                ? error(Err.VERSION_OLD).toBuilder()
                        .addRegions(region(REGION, 30, 0, leader.address()).toBuilder()
                                .setVersion(2))
                        .build()
                : fakeAt(120));

        assertThat(openBoth().read().watermarkTs()).isEqualTo(120);
        assertThat(follower.requests).isEmpty();
    }

    @Test
    void shouldFindPeerThatMovedWithHelpOfMetaServers() throws Exception {
        leader.answer(request -> error(Err.REGION_NOT_EXIST));
        RegionReader reader = open(leader.address());
        RegionInfo moved = region(REGION, 30, 0, follower.address()).toBuilder()
                .setConfVersion(2)
                .build();
        meta.regions.set(0, moved);

        assertThat(reader.read().watermarkTs()).isEqualTo(START + 2);
    }

    @Test
    void shouldTryOnAfterFailuresThatPass() throws Exception {
        leader.answer(request -> switch (leader.requests.size()) {
            case 1 -> error(Err.GET_VALUE_FAIL);
            case 2 -> error(Err.INTERNAL_ERROR);
            case 3 -> StoreRes.getDefaultInstance();
            case 4 -> throw Status.UNAVAILABLE.asRuntimeException();
            default -> fakeAt(120);
        });

        assertThat(open(leader.address()).read().watermarkTs()).isEqualTo(120);
        assertThat(leader.requests).hasSize(5);
    }

    @Test
    void shouldDiscardFailedAnswerWhole() throws Exception {
        leader.answer(request -> leader.requests.size() == 1
                ? commitsAt(110).toBuilder().setErrcode(Err.GET_VALUE_FAIL).build()
                : commitsAt(110, 111));

        assertThat(open(leader.address()).read().size()).isEqualTo(2);
        assertThat(leader.requests).extracting(BaikalRegionReaderTest::begin).containsExactly(START, START);
    }

    @Test
    void shouldHalveBudgetAndAskAnotherPeerOnDeadline() throws Exception {
        config.readTimeout = Duration.ofMillis(300);
        leader.answer(request -> block());

        RegionReader reader = openBoth();
        assertThat(reader.read().watermarkTs()).isEqualTo(START + 2);

        assertThat(rows(leader.requests.get(0))).isEqualTo(1000);
        assertThat(rows(follower.requests.get(0))).isEqualTo(500);
    }

    @Test
    void shouldHalveBudgetOnOvercrowdedConnection() throws Exception {
        leader.answer(request -> {
            if (rows(request) > 250) {
                throw Status.INTERNAL
                        .withDescription("[E1011]Connection is overcrowded")
                        .asRuntimeException();
            }
            return fakeAt(120);
        });

        assertThat(open(leader.address()).read().watermarkTs()).isEqualTo(120);
    }

    @Test
    void shouldHalveBudgetWhereServerIsShortOfMemory() throws Exception {
        leader.answer(request -> rows(request) > 250 ? error(Err.INTERNAL_ERROR) : fakeAt(120));

        assertThat(open(leader.address()).read().watermarkTs()).isEqualTo(120);
    }

    @Test
    void shouldReadOtherPeerWhereAnswerCannotBeParsed() throws Exception {
        UnknownFieldSet.Field cutOff = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[] {(byte) 0x80}))
                .build();
        leader.answer(request -> success()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(StoreRes.COMMIT_TS_FIELD_NUMBER, cutOff)
                        .build())
                .build());

        assertThat(openBoth().read().watermarkTs()).isEqualTo(START + 2);
    }

    @Test
    void shouldReadOnWhileMetaServersAreDown() throws Exception {
        leader.answer(request -> fakeAt(begin(request) + 1));
        RegionReader reader = openBoth();
        meta.close();
        reader.read();
        leader.close();
        follower.answer(request -> fakeAt(START + 7));

        assertThat(reader.read().watermarkTs()).isEqualTo(START + 7);
    }

    @Test
    void shouldReadPeerWithLongerHistory() throws Exception {
        leader.answer(request -> error(Err.LESS_THAN_OLDEST_TS));

        assertThat(openBoth().read().watermarkTs()).isEqualTo(START + 2);
    }

    @Test
    void shouldReportExpiryWhenAllPeersSaySo() throws Exception {
        leader.answer(BaikalRegionReaderTest::expired);
        follower.answer(BaikalRegionReaderTest::expired);
        RegionReader reader = openBoth();

        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(PositionExpiredException.class, expired -> {
                    assertThat(expired.regionId()).isEqualTo(REGION);
                    assertThat(expired.positionTs()).isEqualTo(START);
                })
                .hasMessageContaining("region 300 (shop.bl partition 0)")
                .hasMessageContaining(CommitTs.of(START).toString())
                .hasMessageContaining(leader.address())
                .hasMessageContaining(follower.address());
    }

    @Test
    void shouldNotReportExpiryWhilePeerIsDown() throws Exception {
        leader.answer(request -> error(Err.LESS_THAN_OLDEST_TS));
        follower.answer(request -> {
            throw Status.UNAVAILABLE.asRuntimeException();
        });
        RegionReader reader = openBoth();
        CompletableFuture<RegionChunk> read = readAside(reader);
        await().until(() -> follower.requests.size() >= 2);
        assertThat(read).isNotDone();

        follower.answer(request -> fakeAt(120));

        assertThat(read.get(20, TimeUnit.SECONDS).watermarkTs()).isEqualTo(120);
    }

    @Test
    void shouldReadUndamagedEntryFromAnotherPeer() throws Exception {
        leader.answer(request ->
                success().addCommitTs(110).addBinlogs(ByteString.EMPTY).build());
        follower.answer(request -> commitsAt(110));

        assertThat(openBoth().read().commitTs(0)).isEqualTo(110);
    }

    @Test
    void shouldStopAtEntryThatIsDamagedEverywhere() throws Exception {
        leader.answer(request -> success().addCommitTs(110).build());
        follower.answer(request -> success().addCommitTs(110).build());
        RegionReader reader = openBoth();

        assertThatThrownBy(reader::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining(leader.address())
                .hasMessageContaining(CommitTs.of(START).toString());
    }

    @Test
    void shouldNeverAskForTimestampZeroOrNoRows() {
        assertThatThrownBy(() -> ReadRequest.plain(REGION, 1, 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ReadRequest.plain(REGION, 1, -1, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ReadRequest.plain(REGION, 1, 1, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldEndBlockedCallWhenClosed() throws Exception {
        leader.answer(request -> block());
        RegionReader reader = open(leader.address());
        CompletableFuture<RegionChunk> read = readAside(reader);
        await().until(() -> !leader.requests.isEmpty());

        reader.close();
        reader.close();

        assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CapturerClosedException.class);
        assertThatThrownBy(reader::read).isInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldEndPollingWhenSourceIsClosed() throws Exception {
        leader.answer(request -> success().build());
        CompletableFuture<RegionChunk> read = readAside(open(leader.address()));
        await().until(() -> leader.requests.size() > 2);

        source.close();

        assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        leader.answer(request -> block());
        RegionReader reader = open(leader.address());
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread thread = new Thread(() -> seen.set(catchThrowable(reader::read)));
        thread.start();
        await().until(() -> !leader.requests.isEmpty());

        thread.interrupt();
        thread.join(10_000);

        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    }

    private static CompletableFuture<RegionChunk> readAside(RegionReader reader) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return reader.read();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    @Test
    void shouldNotStopAtDamageOfOneWhilePeerIsDown() throws Exception {
        leader.answer(request ->
                success().addCommitTs(110).addBinlogs(ByteString.EMPTY).build());
        follower.answer(request -> {
            throw Status.UNAVAILABLE.asRuntimeException();
        });
        CompletableFuture<RegionChunk> read = readAside(openBoth());
        await().until(() -> leader.requests.size() >= 3 && follower.requests.size() >= 2);
        assertThat(read).isNotDone();

        follower.answer(request -> commitsAt(110));

        assertThat(read.get(20, TimeUnit.SECONDS).commitTs(0)).isEqualTo(110);
    }

    @Test
    void shouldStopWhereWhatIsNotDamagedHasExpired() throws Exception {
        leader.answer(request ->
                success().addCommitTs(110).addBinlogs(ByteString.EMPTY).build());
        follower.answer(BaikalRegionReaderTest::expired);
        RegionReader reader = openBoth();

        assertThatThrownBy(reader::read).isInstanceOf(DataException.class).hasMessageContaining(leader.address());
    }
}
