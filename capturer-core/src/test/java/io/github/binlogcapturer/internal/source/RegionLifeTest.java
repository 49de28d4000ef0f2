package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.source.SourceFixture.MINUTE;
import static io.github.binlogcapturer.internal.source.SourceFixture.REGION;
import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.source.SourceFixture.begin;
import static io.github.binlogcapturer.internal.testing.Wire.error;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How regions are, where they begin, and when they are gone. */
@Timeout(60)
class RegionLifeTest {

    private final SourceFixture fixture = new SourceFixture();
    private final FakeStore first = fixture.store(history(START, START + 2 * MINUTE, START + 9 * MINUTE));
    private final FakeStore second = fixture.store(history(START + MINUTE, 0, START + 8 * MINUTE));

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Function<StoreReq, StoreRes> history(long regionOldest, long payloadOldest, long checkPoint) {
        return request -> request.getOpType() == Op.QUERY_BINLOG
                ? success()
                        .setBinlogInfo(BinlogQueryInfo.newBuilder()
                                .setRegionOldestTs(regionOldest)
                                .setBinlogCfOldestTs(payloadOldest)
                                .setCheckPointTs(checkPoint))
                        .build()
                : fakeAt(begin(request) + 1);
    }

    private Region onBoth() throws InterruptedException {
        return fixture.region(first.address(), second.address());
    }

    private void dropFromMeta() {
        fixture.meta.regions.clear();
    }

    @Test
    void shouldReportWhatEachPeerSays() throws Exception {
        RegionReader reader = fixture.open(first.address(), second.address());

        assertThat(reader.inspect())
                .containsExactly(
                        new PeerReport.Answered(
                                first.address(), CommitTs.of(START + 2 * MINUTE), CommitTs.of(START + 9 * MINUTE)),
                        new PeerReport.Answered(
                                second.address(), CommitTs.of(START + MINUTE), CommitTs.of(START + 8 * MINUTE)));
    }

    @Test
    void shouldReportPeersThatSayNothing() throws Exception {
        String nobody = FakeServer.nobody();
        second.answer(request -> error(Err.UNSUPPORT_REQ_TYPE));
        FakeStore fresh = fixture.store(history(-1, -1, -1));
        RegionReader reader = fixture.open(nobody, first.address(), second.address(), fresh.address());
        reader.read();

        List<PeerReport> reports = reader.inspect();

        assertThat(reports)
                .extracting(PeerReport::address)
                .containsExactly(nobody, first.address(), second.address(), fresh.address());
        assertThat(((PeerReport.Silent) reports.get(0)).why()).contains("unreachable", "the last read failed");
        assertThat(((PeerReport.Silent) reports.get(2)).why()).contains("UNSUPPORT_REQ_TYPE");
        assertThat(((PeerReport.Silent) reports.get(3)).why()).contains("nothing in it yet");
    }

    @Test
    void shouldInspectRegionThatHasChangedMeanwhile() throws Exception {
        first.answer(request -> request.getRegionVersion() == 1
                ? error(Err.VERSION_OLD).toBuilder()
                        .addRegions(Wire.region(REGION, 30, 0, first.address()).toBuilder()
                                .setVersion(2))
                        .build()
                : history(START, 0, START + MINUTE).apply(request));
        RegionReader reader = fixture.open(first.address());

        assertThat(reader.inspect()).singleElement().isInstanceOf(PeerReport.Answered.class);
    }

    @Test
    void shouldNotInspectWhenClosed() throws Exception {
        RegionReader reader = fixture.open(first.address());
        reader.close();

        assertThatThrownBy(reader::inspect).isInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldBeginWhereLongestHistoryBegins() throws Exception {
        assertThat(fixture.source().beginning(onBoth())).isEqualTo(CommitTs.of(START + MINUTE));
    }

    @Test
    void shouldPassOverPeerThatIsNotInitialisedYet() throws Exception {
        second.answer(history(-1, 0, -1));

        assertThat(fixture.source().beginning(onBoth())).isEqualTo(CommitTs.of(START + 2 * MINUTE));
    }

    @Test
    void shouldHaveNoBeginningBeforeAnyPeerIsInitialised() throws Exception {
        first.answer(history(-1, 0, -1));
        second.answer(history(-1, 0, -1));
        Region region = onBoth();

        assertThatThrownBy(() -> fixture.source().beginning(region))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining("has nothing in it yet");
    }

    @Test
    void shouldNotKnowBeginningWhereServersCannotTell() throws Exception {
        first.answer(request -> error(Err.UNSUPPORT_REQ_TYPE));
        Region region = fixture.region(first.address());

        assertThatThrownBy(() -> fixture.source().beginning(region)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldNotTakeRegionAsGoneThatMetaServersKnow() throws Exception {
        first.answer(request -> error(Err.REGION_NOT_EXIST));

        assertThat(fixture.source().isGone(fixture.region(first.address()))).isFalse();
    }

    @Test
    void shouldTakeRegionAsGoneThatNobodyKnows() throws Exception {
        first.answer(request -> error(Err.REGION_NOT_EXIST));
        second.answer(request -> error(Err.REGION_NOT_EXIST));
        Region region = onBoth();
        dropFromMeta();

        assertThat(fixture.source().isGone(region)).isTrue();
    }

    @Test
    void shouldTakeRegionAsGoneWhereItsOtherStoresAreGone() throws Exception {
        first.answer(request -> error(Err.REGION_NOT_EXIST));
        Region region = fixture.region(first.address(), FakeServer.nobody());
        dropFromMeta();

        assertThat(fixture.source().isGone(region)).isTrue();
    }

    @Test
    void shouldNotTakeRegionAsGoneThatAPeerStillHas() throws Exception {
        first.answer(request -> error(Err.REGION_NOT_EXIST));
        Region region = onBoth();
        dropFromMeta();

        assertThat(fixture.source().isGone(region)).isFalse();
    }

    @Test
    void shouldNotTakeRegionAsGoneWhereNobodyAnswers() throws Exception {
        Region region = fixture.region(FakeServer.nobody());
        dropFromMeta();

        assertThat(fixture.source().isGone(region)).isFalse();
    }

    @Test
    void shouldNotGuessWhileMetaServersAreDown() throws Exception {
        Region region = onBoth();
        fixture.meta.onQuery = request -> {
            throw Status.UNAVAILABLE.asRuntimeException();
        };

        assertThatThrownBy(() -> fixture.source().isGone(region)).isInstanceOf(RetriableException.class);
    }

    @Test
    void shouldNotBelieveShortHistoryWhilePeerIsDown() throws Exception {
        String nobody = FakeServer.nobody();
        Region region = fixture.region(nobody, second.address());

        assertThatThrownBy(() -> fixture.source().beginning(region))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("region 300")
                .hasMessageContaining(nobody);
    }

    @Test
    void shouldPassOverPeerThatHasMovedAway() throws Exception {
        first.answer(request -> error(Err.REGION_NOT_EXIST));

        assertThat(fixture.source().beginning(onBoth())).isEqualTo(CommitTs.of(START + MINUTE));
    }

    @Test
    void shouldAskAllPeersAtOnce() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Function<StoreReq, StoreRes> meeting = request -> {
            try {
                both.await(9, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                throw new IllegalStateException(alone);
            }
            return history(START, 0, START + MINUTE).apply(request);
        };
        first.answer(meeting);
        second.answer(meeting);

        assertThat(fixture.open(first.address(), second.address()).inspect())
                .hasSize(2)
                .allMatch(PeerReport.Answered.class::isInstance);
    }
}
