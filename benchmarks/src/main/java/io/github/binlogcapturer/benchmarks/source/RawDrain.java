package io.github.binlogcapturer.benchmarks.source;

import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/**
 * The same calls without a capture: a thread and a connection per region, numbers of rows that grow as ours do, and of each response the
 * last timestamp alone, from which the next read goes on.
 *
 * @param <S> what becomes of a response
 */
final class RawDrain<S> implements Way {

    private static final int WINDOW_BYTES = 1 << 30;
    private static final int FIRST_ROWS = 1000;
    /** As ours asks for, once it has seen how large these rows are: 512 KiB of entries of 294 bytes. */
    private static final int MOST_ROWS = 1780;

    private final ForkedCluster cluster;
    private final MethodDescriptor<StoreReq, S> method;
    private final ToLongFunction<S> lastTs;

    private RawDrain(ForkedCluster cluster, MethodDescriptor<StoreReq, S> method, ToLongFunction<S> lastTs) {
        this.cluster = cluster;
        this.method = method;
        this.lastTs = lastTs;
    }

    /** Reads into the protocol's generated messages, whose entries stay bytes. */
    static RawDrain<?> messages(ForkedCluster cluster) {
        return new RawDrain<>(
                cluster, BaikalMethods.QUERY_BINLOG, answer -> answer.getCommitTs(answer.getCommitTsCount() - 1));
    }

    /** Throws the bytes away, unseen but for the last timestamp at their end. */
    static RawDrain<?> bytes(ForkedCluster cluster) {
        return new RawDrain<>(cluster, LastTimestamp.METHOD, LastTimestamp::ts);
    }

    @Override
    public double rate() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(cluster.regions().size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            long startNs = System.nanoTime();
            for (long region : cluster.regions()) {
                ends.add(readers.submit(() -> drain(region)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            return cluster.transactions() / ((System.nanoTime() - startNs) / 1e9);
        } finally {
            readers.shutdownNow();
        }
    }

    private void drain(long region) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(cluster.store())
                .usePlaintext()
                .flowControlWindow(WINDOW_BYTES)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .proxyDetector(target -> null)
                .build();
        try {
            long ts = CannedLog.FIRST_TS;
            for (int rows = FIRST_ROWS; ts < CannedLog.endTs(cluster.transactions()); ) {
                S answer =
                        ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request(region, ts, rows));
                ts = lastTs.applyAsLong(answer);
                rows = Math.min(MOST_ROWS, 2 * rows);
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static StoreReq request(long region, long afterTs, int rows) {
        return StoreReq.newBuilder()
                .setOpType(WireCodes.Op.READ_BINLOG)
                .setRegionId(region)
                .setRegionVersion(1)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(afterTs)
                        .setStartTs(afterTs)
                        .setReadBinlogCnt(rows))
                .build();
    }
}
