package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.ExtraRes;
import io.github.binlogcapturer.protocol.RegionOfflineBinlogInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.source.SourceFixture.MINUTE;
import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.source.SourceFixture.begin;
import static io.github.binlogcapturer.internal.source.SourceFixture.readAside;
import static io.github.binlogcapturer.internal.testing.Wire.error;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What happens when no peer has the position at hand any more. */
@Timeout(60)
class ExpiredPositionTest {

    private static final long OLDEST = START + 5 * MINUTE;

    private final SourceFixture fixture = new SourceFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A store whose binlog begins somewhere, without external storage. */
    private static Function<StoreReq, StoreRes> online(long oldestTs) {
        return request -> switch (request.getOpType()) {
            case Op.QUERY_BINLOG ->
                success()
                        .setBinlogInfo(BinlogQueryInfo.newBuilder()
                                .setRegionOldestTs(oldestTs)
                                .setCheckPointTs(oldestTs + MINUTE))
                        .build();
            case Op.READ_BINLOG ->
                begin(request) < oldestTs ? error(Err.LESS_THAN_OLDEST_TS) : fakeAt(begin(request) + 1);
            default -> error(Err.UNSUPPORT_REQ_TYPE);
        };
    }

    /** A store with the stretch before that in external storage, a heartbeat a minute. */
    private static Function<StoreReq, StoreRes> offline(long fromTs, long oldestTs) {
        return request -> {
            if (request.getOpType() == Op.QUERY_OFFLINE_BINLOG) {
                RegionOfflineBinlogInfo info = RegionOfflineBinlogInfo.newBuilder()
                        .setOldestTs(fromTs)
                        .setNewestTs(oldestTs)
                        .build();
                return success()
                        .setExtraRes(ExtraRes.newBuilder().setOfflineBinlogInfo(info))
                        .build();
            }
            if (request.getBinlogDesc().getReadOfflineBinlog()) {
                long next = begin(request) + MINUTE;
                return next <= oldestTs ? fakeAt(next) : success().build();
            }
            return online(oldestTs).apply(request);
        };
    }

    @Test
    void shouldTellHowFarPositionIsOffAndWhatToDo() throws Exception {
        FakeStore first = fixture.store(online(OLDEST + MINUTE));
        FakeStore second = fixture.store(online(OLDEST));
        RegionReader reader = fixture.open(first.address(), second.address());

        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(PositionExpiredException.class, expired -> {
                    assertThat(expired.regionId()).isEqualTo(SourceFixture.REGION);
                    assertThat(expired.positionTs()).isEqualTo(START);
                })
                .hasMessageContaining("region 300 (shop.bl partition 0)")
                .hasMessageContaining(CommitTs.of(START).toString())
                .hasMessageContaining(first.address() + " begins at " + CommitTs.of(OLDEST + MINUTE))
                .hasMessageContaining(second.address() + " begins at " + CommitTs.of(OLDEST))
                .hasMessageContaining("The position is 5 min 0.000 s too early")
                .hasMessageContaining("snapshot")
                .hasMessageContaining("StartPosition.earliest() or latest()");
    }

    @Test
    void shouldTakeServerThatCannotParseTheQuestionAsOneWithoutOfflineBinlog() throws Exception {
        FakeStore store = fixture.store(request -> {
            if (request.getOpType() == Op.QUERY_OFFLINE_BINLOG) {
                throw Status.INVALID_ARGUMENT.asRuntimeException();
            }
            return online(OLDEST).apply(request);
        });
        RegionReader reader = fixture.open(store.address());

        assertThatThrownBy(reader::read).isInstanceOf(PositionExpiredException.class);
    }

    @Test
    void shouldLookWhereRegionLivesBeforeGivingUp() throws Exception {
        FakeStore short1 = fixture.store(online(OLDEST));
        FakeStore longer = fixture.store(online(START));
        RegionReader reader = fixture.open(short1.address());
        fixture.meta.regions.set(
                0,
                Wire.region(SourceFixture.REGION, 30, 0, short1.address(), longer.address()).toBuilder()
                        .setConfVersion(2)
                        .build());

        assertThat(reader.read().watermarkTs()).isEqualTo(START + 1);
    }

    @Test
    void shouldNotGiveUpWhileMetaServersCannotBeAsked() throws Exception {
        FakeStore store = fixture.store(online(OLDEST));
        RegionReader reader = fixture.open(store.address());
        fixture.meta.onQuery = request -> {
            throw Status.UNAVAILABLE.asRuntimeException();
        };
        CompletableFuture<RegionChunk> read = readAside(reader);
        await().until(() -> store.requests.size() >= 2);
        assertThat(read).isNotDone();

        fixture.meta.onQuery = request -> null;

        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(PositionExpiredException.class);
    }

    @Test
    void shouldReadOfflineBinlogUntilItsEndAndThenOnlineAgain() throws Exception {
        FakeStore bare = fixture.store(online(OLDEST));
        FakeStore store = fixture.store(offline(START - MINUTE, OLDEST));
        RegionReader reader = fixture.open(bare.address(), store.address());

        for (long ts = START + MINUTE; ts <= OLDEST; ts += MINUTE) {
            assertThat(reader.read().watermarkTs()).isEqualTo(ts);
        }
        assertThat(reader.read().watermarkTs()).isEqualTo(OLDEST + 1);

        assertThat(store.requests)
                .filteredOn(request -> request.getBinlogDesc().getReadOfflineBinlog())
                .hasSize(5);
        assertThat(bare.requests).noneMatch(request -> request.getBinlogDesc().getReadOfflineBinlog());
    }

    @Test
    void shouldGiveUpWhereOfflineBinlogDoesNotReachBackEither() throws Exception {
        FakeStore store = fixture.store(offline(START + MINUTE, OLDEST));
        RegionReader reader = fixture.open(store.address());

        assertThatThrownBy(reader::read).isInstanceOf(PositionExpiredException.class);
    }

    @Test
    void shouldGiveUpWhereOfflineBinlogEndsBeforeOnlineOneBegins() throws Exception {
        Function<StoreReq, StoreRes> cold = offline(START - MINUTE, START + MINUTE);
        FakeStore store = fixture.store(request -> {
            boolean online = request.getOpType() == Op.READ_BINLOG
                    && !request.getBinlogDesc().getReadOfflineBinlog();
            return online ? online(OLDEST).apply(request) : cold.apply(request);
        });
        RegionReader reader = fixture.open(store.address());

        assertThat(reader.read().watermarkTs()).isEqualTo(START + MINUTE);
        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(
                        PositionExpiredException.class,
                        expired -> assertThat(expired.positionTs()).isEqualTo(START + MINUTE));
    }

    @Test
    void shouldGoOnBehindOfflineBinlogThatHasNothingMore() throws Exception {
        RegionReader reader = fixture.open(emptyOffline(OLDEST).address());

        assertThat(reader.read().watermarkTs()).isGreaterThan(OLDEST);
    }

    @Test
    void shouldNotGoRoundInCirclesWhereOfflineBinlogHasNothingMore() throws Exception {
        RegionReader reader = fixture.open(emptyOffline(OLDEST - 1).address());

        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(
                        PositionExpiredException.class,
                        expired -> assertThat(expired.positionTs()).isEqualTo(OLDEST - 1));
    }

    private FakeStore emptyOffline(long newestTs) {
        Function<StoreReq, StoreRes> cold = offline(START - MINUTE, newestTs);
        return fixture.store(request -> {
            if (request.getBinlogDesc().getReadOfflineBinlog()) {
                return success().build();
            }
            boolean online = request.getOpType() == Op.READ_BINLOG;
            return online ? online(OLDEST).apply(request) : cold.apply(request);
        });
    }

    @Test
    void shouldReadOfflineBinlogFromAnotherPeerWhereOneCannot() throws Exception {
        FakeStore broken = fixture.store(request -> request.getBinlogDesc().getReadOfflineBinlog()
                ? error(Err.GET_VALUE_FAIL)
                : offline(START - MINUTE, OLDEST).apply(request));
        FakeStore store = fixture.store(offline(START - MINUTE, OLDEST));

        RegionReader reader = fixture.open(broken.address(), store.address());

        assertThat(reader.read().watermarkTs()).isEqualTo(START + MINUTE);
    }

    @Test
    void shouldWaitForPeerThatIsDown() throws Exception {
        FakeStore store = fixture.store(online(OLDEST));
        RegionReader reader = fixture.open(store.address(), FakeServer.nobody());
        CompletableFuture<RegionChunk> read = readAside(reader);

        await().until(() -> store.requests.size() >= 3);
        assertThat(read).isNotDone();
    }

    @Test
    void shouldNotSkipOverOfflineBinlogThatIsEmptyOnce() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        FakeStore store =
                fixture.store(request -> request.getBinlogDesc().getReadOfflineBinlog() && reads.getAndIncrement() == 0
                        ? success().build()
                        : offline(START - MINUTE, OLDEST).apply(request));

        assertThat(fixture.open(store.address()).read().watermarkTs()).isEqualTo(START + MINUTE);
    }

    @Test
    void shouldAskOthersWhereOfflineBinlogOfOneIsEmpty() throws Exception {
        FakeStore empty = emptyOffline(OLDEST);
        FakeStore store = fixture.store(offline(START - MINUTE, OLDEST));

        assertThat(fixture.open(empty.address(), store.address()).read().watermarkTs())
                .isEqualTo(START + MINUTE);
    }

    @Test
    void shouldReadOfflineBinlogFromAnotherPeerWhereOneIsDamaged() throws Exception {
        FakeStore damaged = fixture.store(ExpiredPositionTest::damagedOffline);
        FakeStore store = fixture.store(offline(START - MINUTE, OLDEST));

        assertThat(fixture.open(damaged.address(), store.address()).read().watermarkTs())
                .isEqualTo(START + MINUTE);
    }

    @Test
    void shouldStopAtOfflineEntryThatIsDamagedEverywhere() throws Exception {
        FakeStore damaged = fixture.store(ExpiredPositionTest::damagedOffline);
        RegionReader reader = fixture.open(damaged.address());

        assertThatThrownBy(reader::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("external storage")
                .hasMessageContaining(damaged.address());
    }

    private static StoreRes damagedOffline(StoreReq request) {
        return request.getBinlogDesc().getReadOfflineBinlog()
                ? success().addCommitTs(START + 3).addBinlogs(ByteString.EMPTY).build()
                : offline(START - MINUTE, OLDEST).apply(request);
    }

    @Test
    void shouldNotTakeQuestionThatFailsForNowAsExpiry() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeStore store =
                fixture.store(request -> request.getOpType() == Op.QUERY_OFFLINE_BINLOG && asked.getAndIncrement() == 0
                        ? error(Err.NOT_LEADER)
                        : offline(START - MINUTE, OLDEST).apply(request));

        assertThat(fixture.open(store.address()).read().watermarkTs()).isEqualTo(START + MINUTE);
    }
}
