package io.github.binlogcapturer.internal.meta;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.internal.meta.RpcException.Kind;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class GrpcTransportTest {

    private final Transport transport = Transport.grpc();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final FakeStore store = FakeStore.start(request -> Wire.success().build());

    @AfterEach
    void close() {
        release.countDown();
        transport.close();
        store.close();
    }

    private StoreRes call(String address, long timeoutMs) throws Exception {
        return transport.call(BaikalMethods.QUERY_BINLOG, address, StoreReq.getDefaultInstance(), timeoutMs);
    }

    private StoreRes block() {
        asked.countDown();
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Wire.success().build();
    }

    private Kind kindOfFailure(String address, long timeoutMs) {
        Throwable failure = catchThrowable(() -> call(address, timeoutMs));
        assertThat(failure).isInstanceOf(RpcException.class).hasMessageContaining(address);
        return ((RpcException) failure).kind();
    }

    @Test
    void shouldTellThatNobodyListens() {
        assertThat(kindOfFailure(FakeServer.nobody(), 10_000)).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void shouldTellThatDeadlinePassed() {
        store.answer(request -> block());

        assertThat(kindOfFailure(store.address(), 200)).isEqualTo(Kind.DEADLINE);
    }

    @Test
    void shouldTellThatConnectionIsOvercrowded() {
        store.answer(request -> {
            throw Status.INTERNAL
                    .withDescription("[127.0.0.1:8110][E1011]Connection is overcrowded")
                    .asRuntimeException();
        });

        assertThat(kindOfFailure(store.address(), 10_000)).isEqualTo(Kind.OVERCROWDED);
    }

    @Test
    void shouldTellOtherFailures() {
        store.answer(request -> {
            throw Status.UNIMPLEMENTED.withDescription("no such method").asRuntimeException();
        });

        assertThat(kindOfFailure(store.address(), 10_000)).isEqualTo(Kind.RPC_ERROR);
    }

    @Test
    void shouldTakeResponsesFarLargerThanGrpcsDefault() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[24 << 20]);
        store.answer(request -> Wire.success().addBinlogs(large).build());

        for (int i = 0; i < 3; i++) {
            assertThat(call(store.address(), 30_000).getBinlogs(0).size()).isEqualTo(large.size());
        }
    }

    @Test
    void shouldCancelWhenInterrupted() throws Exception {
        store.answer(request -> block());
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread caller = new Thread(() -> seen.set(catchThrowable(() -> call(store.address(), 60_000))));
        caller.start();
        asked.await();

        caller.interrupt();
        caller.join(10_000);

        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldEndCallsWhenClosed() throws Exception {
        store.answer(request -> block());
        CompletableFuture<Kind> failure = CompletableFuture.supplyAsync(() -> kindOfFailure(store.address(), 60_000));
        asked.await();

        transport.close();

        assertThat(failure.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
        assertThat(kindOfFailure(store.address(), 1_000)).isEqualTo(Kind.CLOSED);
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> call("store", 1_000)).isInstanceOf(RpcException.class);
    }

    @Test
    void shouldRefuseAnswerThatIsLargerThanAllowed() {
        ByteString large = ByteString.copyFrom(new byte[5 << 20]);
        store.answer(request -> Wire.success().addBinlogs(large).build());

        Throwable failure = catchThrowable(() -> transport.call(
                BaikalMethods.QUERY_BINLOG, store.address(), StoreReq.getDefaultInstance(), 30_000, 1 << 20));

        assertThat(failure).isInstanceOfSatisfying(RpcException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(refused.bytes()).isGreaterThan(large.size()).isLessThan(large.size() + 100);
        });
    }

    @Test
    void shouldTakeOtherLackOfResourcesAsOvercrowding() {
        store.answer(request -> {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("reached max_concurrency")
                    .asRuntimeException();
        });

        assertThat(kindOfFailure(store.address(), 10_000)).isEqualTo(Kind.OVERCROWDED);
    }

    @Test
    void shouldTellAnswerOfCallThatIsNotWaitedFor() throws Exception {
        Told told = new Told();
        start(store.address(), told);

        assertThat(told.answer.get(10, TimeUnit.SECONDS).getErrcode()).isZero();
    }

    @Test
    void shouldTellFailureOfCallThatIsNotWaitedFor() throws Exception {
        Told told = new Told();
        start(FakeServer.nobody(), told);

        assertThat(told.failure.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void shouldEndCallThatIsGivenUp() throws Exception {
        store.answer(request -> block());
        Told told = new Told();
        Transport.Pending pending = start(store.address(), told);
        asked.await();

        pending.cancel();
        pending.cancel();

        assertThat(told.failure.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.RPC_ERROR);
    }

    @Test
    void shouldNotStartCallsWhenClosed() throws Exception {
        transport.close();
        Told told = new Told();
        start(store.address(), told);

        assertThat(told.failure.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
    }

    private Transport.Pending start(String address, Told told) {
        return transport.start(
                BaikalMethods.QUERY_BINLOG,
                address,
                StoreReq.getDefaultInstance(),
                new Transport.Terms(60_000, 1 << 20, Runnable::run),
                told);
    }

    private static final class Told implements Transport.Reply<StoreRes> {

        private final CompletableFuture<StoreRes> answer = new CompletableFuture<>();
        private final CompletableFuture<Kind> failure = new CompletableFuture<>();

        @Override
        public void answered(StoreRes response) {
            answer.complete(response);
        }

        @Override
        public void failed(RpcException failed) {
            failure.complete(failed.kind());
        }
    }

    @Test
    void shouldReachServerAtOnceThatIsBack() throws Exception {
        String address = FakeServer.nobody();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        assertThat(kindOfFailure(address, 10_000)).isEqualTo(Kind.UNREACHABLE);
        ServerServiceDefinition service = ServerServiceDefinition.builder("baikaldb.pb.StoreService")
                .addMethod(
                        BaikalMethods.QUERY_BINLOG,
                        ServerCalls.asyncUnaryCall((StoreReq request, StreamObserver<StoreRes> reply) -> {
                            reply.onNext(Wire.success().build());
                            reply.onCompleted();
                        }))
                .build();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(service)
                .build()
                .start();
        try {
            assertThat(call(address, 10_000).getErrcode()).isZero();
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void shouldSayThatHostNameCannotBeUsed() {
        Throwable failure = catchThrowable(() -> call("baikal_store:8110", 1_000));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        RpcException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE))
                .hasMessageContaining("baikal_store:8110");
    }

    @Test
    void shouldTakeConnectionThatBreaksAsUnreachable() {
        assertThat(GrpcTransport.isBroken(Status.UNKNOWN.withCause(new ClosedChannelException())))
                .isTrue();
        assertThat(GrpcTransport.isBroken(Status.UNKNOWN.withDescription("channel closed")))
                .isTrue();
        assertThat(GrpcTransport.isBroken(Status.UNKNOWN.withDescription("Application error")))
                .isFalse();
    }
}
