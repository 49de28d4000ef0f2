package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.testkit.servers.FakeEntries;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a reader may rely on whatever happens: all that was committed, once, in ascending order, from any peer. */
class SimulatedStressTest {

    private static final int WRITERS = 3;
    private static final int WRITES = 400;
    private static final int WRITES_PER_FAULT = 20;

    private final long seed = Long.getLong("seed", 1);
    private final ServedBinlog binlog = new ServedBinlog(options -> options.stores(4), ServedBinlog.ALL_COLUMNS);
    private final Set<Long> committed = new ConcurrentSkipListSet<>();
    private List<String> peers = List.of();
    private long start;

    @BeforeEach
    void start() {
        peers = binlog.cluster.peers(binlog.region);
        start = binlog.oldest(peers.get(0));
    }

    @AfterEach
    void stop() {
        binlog.close();
    }

    @Test
    void shouldGiveEveryCommitOnceAndInOrderWhileLeadersChangeAndStoresFail() {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(seed + i);
            boolean breaks = i == 0;
            writers.add(CompletableFuture.runAsync(() -> write(random, breaks)));
        }
        CompletableFuture<Void> written = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));

        List<Long> read = readUntil(written);

        assertThat(read).as("seed %d", seed).containsExactlyElementsOf(committed);
    }

    private void write(Random random, boolean breaks) {
        Fault fault = SwitchedFault.happened();
        for (int i = 0; i < WRITES; i++) {
            long startTs = binlog.prewrite(1, 10);
            if (random.nextInt(10) == 0) {
                binlog.rollback(startTs);
            } else {
                committed.add(binlog.commit(startTs, 1));
            }
            if (breaks && (i % WRITES_PER_FAULT == 0)) {
                fault.close();
                fault = next(random);
                binlog.cluster.heartbeat();
            }
        }
        fault.close();
    }

    private Fault next(Random random) {
        String peer = peers.get(random.nextInt(peers.size()));
        return switch (random.nextInt(4)) {
            case 0 -> binlog.faults().storeDown(peer);
            case 1 -> binlog.faults().leaderChange(binlog.region);
            case 2 -> binlog.faults().getValueFail(peer);
            default -> binlog.faults().laggingFollower(binlog.region, binlog.follower());
        };
    }

    private List<Long> readUntil(CompletableFuture<Void> written) {
        List<Long> transactions = new ArrayList<>();
        Random random = new Random(seed);
        long position = start;
        long end = Long.MAX_VALUE;
        while (position < end) {
            if (written.isDone() && (end == Long.MAX_VALUE)) {
                written.join();
                end = binlog.cluster.lastTs().value();
                binlog.cluster.heartbeat();
            }
            StoreRes answer = readAnywhere(random, position);
            for (int i = 0; i < answer.getCommitTsCount(); i++) {
                assertThat(answer.getCommitTs(i)).as("seed %d", seed).isGreaterThan(position);
                position = answer.getCommitTs(i);
                if (!answer.getBinlogs(i).equals(FakeEntries.of(binlog.region, position))) {
                    transactions.add(position);
                }
            }
        }
        return transactions;
    }

    private StoreRes readAnywhere(Random random, long position) {
        while (true) {
            try {
                StoreRes answer = binlog.read(peers.get(random.nextInt(peers.size())), position, 50);
                if (answer.getErrcode() == Err.SUCCESS) {
                    return answer;
                }
            } catch (StatusRuntimeException e) {
                // a store that goes down: UNAVAILABLE, or UNKNOWN "channel closed" in the moment of the cut
                assertThat(e.getStatus().getCode()).as("%s", e.getStatus()).isNotEqualTo(Status.Code.INVALID_ARGUMENT);
            }
        }
    }
}
