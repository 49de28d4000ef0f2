package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.testkit.Client;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

class StoreFaultsTest {

    /** How grpc-java calls a connection that breaks, depending on the moment. */
    private static final List<Status.Code> CUT =
            List.of(Status.Code.UNAVAILABLE, Status.Code.UNKNOWN, Status.Code.INTERNAL);

    private final ServedBinlog binlog = new ServedBinlog();
    private String store = "";
    private long start;

    @BeforeEach
    void start() {
        store = binlog.follower();
        start = binlog.oldest(store);
    }

    @AfterEach
    void stop() {
        binlog.close();
    }

    private Status failure(long deadlineMs) {
        return failure(Client.readRequest(binlog.region, start, 1000), deadlineMs);
    }

    private Status failure(StoreReq request, long deadlineMs) {
        try (Client client = new Client(store)) {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(deadlineMs, TimeUnit.MILLISECONDS);
            return catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> ClientCalls.blockingUnaryCall(
                                    client.channel(), BaikalMethods.QUERY_BINLOG, options, request))
                    .getStatus();
        }
    }

    /** Reads with a client of its own, which has no bad memories of the address. */
    private StoreRes readFreshly() {
        try (Client client = new Client(store)) {
            return client.read(binlog.region, start, 1000);
        }
    }

    @Test
    void shouldGoDownAndComeBackAtTheSameAddressWithWhatCameMeanwhile() {
        long before = binlog.write();
        long meanwhile;
        Fault down = binlog.faults().storeDown(store);
        assertThat(failure(20_000).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        meanwhile = binlog.write();
        down.close();

        assertThat(readFreshly().getCommitTsList()).containsExactly(before, meanwhile);
        assertThat(binlog.cluster.stores()).contains(store);
    }

    @Test
    void shouldStayDownUntilTheLastFaultIsSwitchedOff() {
        Fault first = binlog.faults().storeDown(store);
        Fault second = binlog.faults().storeDown(store);
        first.close();
        first.close();
        assertThat(failure(20_000).getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        second.close();

        assertThat(readFreshly().getErrcode()).isEqualTo(Err.SUCCESS);
    }

    @Test
    void shouldCutTheCallsOfAStoreThatGoesDown() {
        binlog.faults().deadlineAbove(store, 10);
        CompletableFuture<Status> call = CompletableFuture.supplyAsync(() -> failure(60_000));
        await().until(() -> binlog.cluster.traffic().readsOf(store) > 0);

        binlog.faults().storeDown(store);

        assertThat(call.join().getCode()).isIn(CUT);
    }

    @Test
    void shouldAnswerWhatWaitedWhenAHungStoreGoesOn() {
        readFreshly();
        CompletableFuture<StoreRes> call;
        Fault hung = binlog.faults().storeHung(store);
        assertThat(failure(200).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        call = CompletableFuture.supplyAsync(this::readFreshly);
        await().until(() -> binlog.cluster.traffic().connectionsTo(store) >= 3);
        hung.close();

        assertThat(call.join().getErrcode()).isEqualTo(Err.SUCCESS);
    }

    @Test
    void shouldHangUpInTheMiddleOfAnAnswer() {
        binlog.write(1, 1_000_000);
        long before = binlog.cluster.traffic().connectionsTo(store);
        Fault cuts = binlog.faults().storeCutsAnswers(store);
        assertThat(failure(20_000).getCode()).isIn(CUT);
        cuts.close();

        assertThat(readFreshly().getBinlogsCount()).isEqualTo(1);
        assertThat(binlog.cluster.traffic().connectionsTo(store)).isEqualTo(before + 2);
    }

    @Test
    void shouldRefuseByTheTransportWhileItIsOvercrowded() {
        Fault overcrowded = binlog.faults().overcrowded(store);
        Status status = failure(20_000);
        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).contains("[E1011]", "is overcrowded");
        overcrowded.close();

        assertThat(readFreshly().getErrcode()).isEqualTo(Err.SUCCESS);
    }

    @Test
    void shouldNeverAnswerLargeBudgetsWhileSmallOnesAreFine() {
        long commit = binlog.write();
        binlog.faults().deadlineAbove(store, 100);

        assertThat(failure(200).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(binlog.read(store, start, 100).getCommitTsList()).containsExactly(commit);
    }

    @Test
    void shouldAnswerLateWhileItIsSlow() {
        Fault slow = binlog.faults().storeSlow(store, Duration.ofSeconds(30));
        assertThat(failure(200).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        slow.close();
        slow = binlog.faults().storeSlow(store, Duration.ofMillis(1));
        assertThat(readFreshly().getErrcode()).isEqualTo(Err.SUCCESS);
        slow.close();
    }

    @Test
    void shouldLeaveTheErrcodeOut() {
        Fault missing = binlog.faults().missingErrcode(store);
        assertThat(readFreshly().hasErrcode()).isFalse();
        missing.close();

        assertThat(readFreshly().hasErrcode()).isTrue();
    }

    @Test
    void shouldFailReadsButTellTheCheckPoint() {
        binlog.write();
        Fault failing = binlog.faults().getValueFail(store);
        assertThat(readFreshly().getErrcode()).isEqualTo(Err.GET_VALUE_FAIL);
        assertThat(binlog.check(store)).isGreaterThan(start);
        failing.close();

        assertThat(readFreshly().getBinlogsCount()).isEqualTo(1);
    }

    @Test
    void shouldRepeatTheTailSoThatItEndsBelowItsMaximum() {
        List<Long> commits = List.of(binlog.write(), binlog.write(), binlog.write(), binlog.write());
        Fault repeated = binlog.faults().repeatedTail(store);
        StoreRes answer = readFreshly();

        assertThat(answer.getCommitTsList()).startsWith(commits.toArray(Long[]::new));
        assertThat(answer.getCommitTsList().subList(4, answer.getCommitTsCount()))
                .containsExactly(commits.get(1), commits.get(2));
        assertThat(answer.getBinlogs(4)).isEqualTo(answer.getBinlogs(1));
        repeated.close();

        assertThat(readFreshly().getCommitTsList()).isEqualTo(commits);
    }

    @Test
    void shouldSpoilTransactionsButNoHeartbeats() throws Exception {
        binlog.write();
        binlog.cluster.heartbeat();
        Fault corrupted = binlog.faults().corruptedEntry(binlog.region, store);
        StoreRes answer = readFreshly();
        assertThatThrownBy(() -> StoreReq.parseFrom(answer.getBinlogs(0)))
                .isInstanceOf(InvalidProtocolBufferException.class);
        assertThat(StoreReq.parseFrom(answer.getBinlogs(1)).hasBinlog()).isTrue();
        corrupted.close();

        assertThat(StoreReq.parseFrom(readFreshly().getBinlogs(0)).hasBinlog()).isTrue();
    }

    @Test
    void shouldCountWhatWentOverTheWire() {
        binlog.write(1, 5_000);
        SimulatedTraffic before = binlog.cluster.traffic();
        binlog.read(store, start, 1);
        binlog.read(store, start, 1);
        SimulatedTraffic after = binlog.cluster.traffic();

        assertThat(after.readsOf(store) - before.readsOf(store)).isEqualTo(2);
        assertThat(after.readsOf(binlog.region) - before.readsOf(binlog.region)).isEqualTo(2);
        assertThat(after.reads() - before.reads()).isEqualTo(2);
        assertThat(after.largestAnswerBytes()).isGreaterThan(5_000);
        assertThat(after.connectionsTo(store)).isEqualTo(1);
    }

    @Test
    void shouldNameTheStoresWhenAFaultIsForNone() {
        assertThatThrownBy(() -> binlog.faults().storeDown("127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(store);
    }
}
