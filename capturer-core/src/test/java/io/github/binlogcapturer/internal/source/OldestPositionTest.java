package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.testing.Wire.error;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static io.github.binlogcapturer.internal.testing.Wire.region;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class OldestPositionTest {

    private static final long MINUTE = 60_000L << 18;
    private static final long OLDEST = 10 * MINUTE;
    private static final long NOW_MS = 60 * 60_000L;

    private final FakeMeta meta = FakeMeta.start();
    private final FakeStore first = FakeStore.start(history(OLDEST, 0));
    private final FakeStore second = FakeStore.start(history(OLDEST, 0));

    @AfterEach
    void close() {
        first.close();
        second.close();
        meta.close();
    }

    /** A store that can be read from where it says. */
    private static Function<StoreReq, StoreRes> history(long regionOldest, long payloadOldest) {
        return history(regionOldest, payloadOldest, Math.max(regionOldest, payloadOldest));
    }

    private static Function<StoreReq, StoreRes> history(long regionOldest, long payloadOldest, long readableFrom) {
        return request -> {
            if (request.getOpType() == Op.QUERY_BINLOG) {
                return success()
                        .setBinlogInfo(BinlogQueryInfo.newBuilder()
                                .setOldestTs(99 * MINUTE)
                                .setRegionOldestTs(regionOldest)
                                .setBinlogCfOldestTs(payloadOldest))
                        .build();
            }
            long begin = request.getBinlogDesc().getBinlogTs();
            return begin < readableFrom ? error(Err.LESS_THAN_OLDEST_TS) : fakeAt(begin + 1);
        };
    }

    private long earliest(String[]... peersOfPartitions) throws InterruptedException {
        meta.schemas.add(Wire.table(1, "shop", "orders", 30));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", peersOfPartitions.length));
        for (int i = 0; i < peersOfPartitions.length; i++) {
            meta.regions.add(region(300 + i, 30, i, peersOfPartitions[i]));
        }
        meta.onTso = request -> TsoResponse.newBuilder()
                .setErrcode(Err.SUCCESS)
                .setStartTimestamp(TsoTimestamp.newBuilder().setPhysical(NOW_MS).setLogical(0))
                .build();
        try (BaikalSource source = new BaikalSource(new TestConfig(meta.address()).build())) {
            return source.earliest(source.snapshot()).value();
        }
    }

    private static String[] peers(String... addresses) {
        return addresses;
    }

    @Test
    void shouldTakeLongestHistoryAmongPeers() throws Exception {
        first.answer(history(20 * MINUTE, 0));

        assertThat(earliest(peers(first.address(), second.address()))).isEqualTo(OLDEST);
    }

    @Test
    void shouldTakeLatestBeginningAmongRegions() throws Exception {
        first.answer(history(20 * MINUTE, 0));

        assertThat(earliest(peers(first.address()), peers(second.address()))).isEqualTo(20 * MINUTE);
    }

    @Test
    void shouldMindPayloadsThatAreGone() throws Exception {
        first.answer(history(OLDEST, 15 * MINUTE));

        assertThat(earliest(peers(first.address()))).isEqualTo(15 * MINUTE);
    }

    @Test
    void shouldPassOverPeersThatAreDown() throws Exception {
        assertThat(earliest(peers(FakeServer.nobody(), second.address()))).isEqualTo(OLDEST);
    }

    @Test
    void shouldTryAgainWhereReadFailsOnce() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        first.answer(request -> request.getOpType() == Op.READ_BINLOG && reads.getAndIncrement() == 0
                ? error(Err.GET_VALUE_FAIL)
                : history(OLDEST, 0).apply(request));

        assertThat(earliest(peers(first.address()))).isEqualTo(OLDEST);
    }

    @Test
    void shouldNotBelieveLaggingPeerWhoseHistoryIsShorter() throws Exception {
        first.answer(history(OLDEST, 0, OLDEST + MINUTE));
        second.answer(request -> request.getOpType() == Op.READ_BINLOG
                ? success().build()
                : history(OLDEST + 30 * MINUTE, 0).apply(request));

        assertThat(earliest(peers(first.address(), second.address()))).isEqualTo(OLDEST + MINUTE);
    }

    @Test
    void shouldNotStepForwardWhilePeerWithThePositionCannotBeRead() {
        first.answer(history(OLDEST, 0, OLDEST + MINUTE));
        second.answer(request -> request.getOpType() == Op.READ_BINLOG
                ? error(Err.NOT_LEADER)
                : history(OLDEST, 0).apply(request));

        assertThatThrownBy(() -> earliest(peers(first.address(), second.address())))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining(second.address());
    }

    @Test
    void shouldStepForwardUntilEveryRegionCanBeRead() throws Exception {
        first.answer(history(OLDEST, 0, OLDEST + 2 * MINUTE));

        assertThat(earliest(peers(first.address()), peers(second.address()))).isEqualTo(OLDEST + 3 * MINUTE);
        assertThat(first.requests)
                .filteredOn(request -> request.getOpType() == Op.READ_BINLOG)
                .allSatisfy(request ->
                        assertThat(request.getBinlogDesc().getReadBinlogCnt()).isEqualTo(1));
    }

    @Test
    void shouldNotStepBeyondNow() throws Exception {
        first.answer(history(OLDEST, 0, Long.MAX_VALUE));

        assertThat(earliest(peers(first.address()))).isEqualTo(NOW_MS << 18);
    }

    @Test
    void shouldSayWhatToSetWhereServersCannotTell() {
        first.answer(request -> error(Err.UNSUPPORT_REQ_TYPE));

        assertThatThrownBy(() -> earliest(peers(first.address())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining("StartPosition.at");
    }

    @Test
    void shouldNamePeersThatCannotBeAsked() {
        String nobody = FakeServer.nobody();

        assertThatThrownBy(() -> earliest(peers(nobody)))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining(nobody);
    }
}
