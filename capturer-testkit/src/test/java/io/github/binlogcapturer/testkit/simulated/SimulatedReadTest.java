package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.testkit.Client;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedReadTest {

    private ServedBinlog binlog;
    private long start;

    @BeforeEach
    void start() {
        serve(new ServedBinlog(options -> options.maxResponseBytes(10_000), ServedBinlog.ALL_COLUMNS));
    }

    private void serve(ServedBinlog served) {
        if (binlog != null) {
            binlog.close();
        }
        binlog = served;
        start = binlog.oldest(binlog.leader());
    }

    @AfterEach
    void stop() {
        binlog.close();
    }

    @Test
    void shouldGiveTransactionsAsTheirPrewriteAndHeartbeatsAsStoresMakeThem() throws InvalidProtocolBufferException {
        long startTs = binlog.prewrite(2, 10);
        long commitTs = binlog.commit(startTs, 2);
        binlog.cluster.heartbeat();

        StoreRes answer = binlog.read(start, 100);

        assertThat(answer.getErrcode()).isEqualTo(Err.SUCCESS);
        assertThat(answer.getLeader()).isEqualTo(binlog.leader());
        assertThat(answer.getCommitTsList())
                .containsExactly(commitTs, binlog.cluster.lastTs().value());
        assertThat(StoreReq.parseFrom(answer.getBinlogs(0))).isEqualTo(binlog.prewriteRequest(startTs, 2, 10));
        StoreReq fake = StoreReq.parseFrom(answer.getBinlogs(1));
        assertThat(fake.getOpType()).isEqualTo(Op.FAKE_BINLOG);
        assertThat(fake.getBinlog().getCommitTs()).isEqualTo(answer.getCommitTs(1));
    }

    @Test
    void shouldGiveTheSameAtEveryPeer() {
        binlog.write();
        binlog.cluster.heartbeat();
        StoreRes leading = binlog.readAll(binlog.leader());

        assertThat(leading.getBinlogsCount()).isEqualTo(2);
        assertThat(binlog.cluster.peers(binlog.region))
                .hasSize(3)
                .allSatisfy(peer -> assertThat(binlog.readAll(peer)).isEqualTo(leading));
    }

    @Test
    void shouldCountRowsAndAskTheBudgetBeforeEachTransaction() {
        List<Long> commits = List.of(binlog.write(3, 1), binlog.write(1, 1), binlog.write(0, 1), binlog.write(5, 1));

        assertThat(binlog.read(start, 0).getCommitTsList()).isEqualTo(commits.subList(0, 1));
        assertThat(binlog.read(start, 3).getCommitTsList()).isEqualTo(commits.subList(0, 2));
        assertThat(binlog.read(start, 4).getCommitTsList()).isEqualTo(commits.subList(0, 3));
        assertThat(binlog.read(commits.get(0), 0).getCommitTsList()).isEqualTo(commits.subList(1, 2));
    }

    @Test
    void shouldGiveANegativeBudgetTheHeartbeatsBeforeTheFirstTransactionOnly() {
        binlog.cluster.heartbeat();
        long fake = binlog.cluster.lastTs().value();
        binlog.write();
        binlog.cluster.heartbeat();

        assertThat(binlog.read(start, -1).getCommitTsList()).containsExactly(fake);
    }

    @Test
    void shouldNotLimitHeartbeats() {
        for (int i = 0; i < 50; i++) {
            binlog.cluster.heartbeat();
        }

        assertThat(binlog.read(start, 0).getBinlogsCount()).isEqualTo(50);
    }

    @Test
    void shouldKeepBelowTheLimitOfBytesButGiveTheFirstWhole() {
        List<Long> commits = List.of(binlog.write(1, 20_000), binlog.write(1, 4_000), binlog.write(1, 4_000));

        assertThat(binlog.read(start, 100).getCommitTsList()).isEqualTo(commits.subList(0, 1));
        assertThat(binlog.read(commits.get(0), 100).getCommitTsList()).isEqualTo(commits.subList(1, 3));
    }

    @Test
    void shouldRefuseZeroAndWhatLiesBelowTheOldest() {
        assertThat(binlog.read(0, 1).getErrcode()).isEqualTo(Err.GET_VALUE_FAIL);
        assertThat(binlog.read(start - 1, 1).getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS);
        assertThat(binlog.read(-1, 1).getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS);
        assertThat(binlog.read(Long.MAX_VALUE, 1).getErrcode()).isEqualTo(Err.SUCCESS);
    }

    @Test
    void shouldGiveNothingBeyondAPrewriteThatWaits() {
        long waiting = binlog.prewrite(1, 1);
        long later = binlog.write();
        binlog.cluster.heartbeat();
        assertThat(binlog.read(start, 10).getBinlogsCount()).isZero();

        binlog.rollback(waiting);

        assertThat(binlog.read(start, 10).getCommitTsList())
                .containsExactly(later, binlog.cluster.lastTs().value());
    }

    @Test
    void shouldFailATransactionThatWasBegunBelowTheOldest() {
        long startTs = binlog.prewrite(1, 1);
        binlog.cluster.heartbeat();
        CommitTs cut = binlog.cluster.lastTs();
        binlog.commit(startTs, 1);

        binlog.faults().historyShorterEverywhere(binlog.region, cut);

        StoreRes answer = binlog.read(cut.value(), 10);
        assertThat(answer.getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS);
        assertThat(answer.getBinlogsCount()).isZero();
    }

    @Test
    void shouldFilterFlashbackReadsButForTransactionIds() {
        long first = binlog.write(1, 1);
        long second = binlog.write(2, 1);
        binlog.cluster.heartbeat();
        long fake = binlog.cluster.lastTs().value();

        assertThat(flashback(desc -> desc.setUserName(utf8("user2")))).containsExactly(second, fake);
        assertThat(flashback(desc -> desc.setUserIp(utf8("10.0.0.1")))).containsExactly(fake);
        assertThat(flashback(desc -> desc.addDbTables(utf8("cdc.t1")))).containsExactly(first, fake);
        assertThat(flashback(desc -> desc.addDbTables(utf8("cdc.all")))).containsExactly(first, second, fake);
        assertThat(flashback(desc -> desc.addSigns(2).addSigns(7))).containsExactly(second, fake);
        assertThat(flashback(desc -> desc.addTxnIds(4711))).containsExactly(first, second, fake);
    }

    @Test
    void shouldForgetWhatTheBinlogTableHasNoColumnFor() {
        serve(new ServedBinlog(UnaryOperator.identity(), List.of("ts")));
        binlog.write(5, 1);
        binlog.write(5, 1);

        assertThat(binlog.read(start, 1).getBinlogsCount()).isEqualTo(2);
        assertThat(flashback(desc -> desc.addDbTables(utf8("cdc.all")))).isEmpty();
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private List<Long> flashback(UnaryOperator<BinlogDesc.Builder> filters) {
        StoreReq all = Client.readRequest(binlog.region, start, 1000);
        BinlogDesc.Builder desc = all.getBinlogDesc().toBuilder().setFlashBackRead(true);
        return binlog.client(binlog.leader())
                .store(all.toBuilder().setBinlogDesc(filters.apply(desc)).build())
                .getCommitTsList();
    }

    @Test
    void shouldServeAPastFullOfHeartbeatsBelowWhatThereIs() {
        long commit = binlog.write();
        binlog.faults().fakeFlood(binlog.region, Duration.ofHours(1));
        long oldest = binlog.oldest(binlog.leader());

        List<Long> timestamps = binlog.read(oldest, 0).getCommitTsList();

        assertThat(oldest).isLessThan(start);
        assertThat(timestamps)
                .hasSize(3_599 + 2)
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(start, commit);
    }

    @Test
    void shouldServeWhatWentIntoExternalStorageToOfflineReads() {
        long archived = binlog.write();
        CommitTs from = CommitTs.of(start);
        CommitTs to = CommitTs.of(archived);
        long online = binlog.write();

        binlog.faults().offline(binlog.region, from, to);

        assertThat(binlog.read(start, 10).getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS);
        assertThat(binlog.read(archived, 10).getCommitTsList()).containsExactly(online);
        assertThat(offlineRead(start).getCommitTsList()).containsExactly(archived);
        assertThat(offlineRead(online).getErrcode()).isEqualTo(Err.GET_VALUE_FAIL);
        StoreReq query = Client.infoRequest(binlog.region).toBuilder()
                .setOpType(Op.QUERY_OFFLINE_BINLOG)
                .build();
        StoreRes info = binlog.client(binlog.follower()).store(query);
        assertThat(info.getExtraRes().getOfflineBinlogInfo().getNewestTs()).isEqualTo(archived);
    }

    private StoreRes offlineRead(long begin) {
        StoreReq read = Client.readRequest(binlog.region, begin, 10);
        return binlog.client(binlog.leader())
                .store(read.toBuilder()
                        .setBinlogDesc(read.getBinlogDesc().toBuilder().setReadOfflineBinlog(true))
                        .build());
    }
}
