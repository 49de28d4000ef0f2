package io.github.binlogcapturer.testkit;

import com.google.common.util.concurrent.ListenableFuture;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.testkit.RecordingWriter.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Starting, stopping and how answers travel. */
class RecordedClusterTest {

    private static final Executor DIRECT = Runnable::run;

    @TempDir
    private Path folder;

    @Test
    void shouldListenOnLoopbackOnly() {
        try (RecordedCluster cluster = RecordedCluster.builder()
                .recording(Recordings.CONCURRENT)
                .followers(1)
                .metaServers(2)
                .start()) {
            assertThat(cluster.metaServers()).hasSize(2).allMatch(address -> address.matches("127\\.0\\.0\\.1:\\d+"));
            assertThat(cluster.stores()).hasSize(6).allMatch(address -> address.matches("127\\.0\\.0\\.1:\\d+"));
        }
    }

    @Test
    void shouldEndAllServersOnceAndForAll() {
        RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.LINKS).start();
        String store = cluster.peers(39).get(0);
        cluster.close();
        cluster.close();

        try (Client client = new Client(store)) {
            assertThatThrownBy(() -> client.read(39, 5, 1))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        }
    }

    @Test
    void shouldCutCallsThatAreHeldBackWhenItEnds() {
        RecordedCluster cluster = RecordedCluster.builder()
                .recording(Recordings.LINKS)
                .responseDelays(1, Duration.ofHours(1))
                .start();
        try (Client client = new Client(cluster.peers(39).get(0))) {
            ListenableFuture<StoreRes> held = readLater(client, 39, CallOptions.DEFAULT);
            // a call that has surely arrived: the deadline of a second one on the same connection has passed
            assertThatThrownBy(() -> readLater(
                                    client, 39, CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS))
                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
            cluster.close();

            await().atMost(Duration.ofSeconds(10)).until(held::isDone);
            assertThatThrownBy(held::get).hasCauseInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void shouldOutliveCallersThatLeave() {
        try (RecordedCluster cluster = RecordedCluster.builder()
                        .recording(Recordings.LINKS)
                        .responseDelays(7, Duration.ofMillis(20))
                        .start();
                Client client = new Client(cluster.peers(39).get(0))) {
            for (int i = 0; i < 50; i++) {
                readLater(client, 39, CallOptions.DEFAULT).cancel(true);
            }

            assertThat(client.read(39, cluster.lastTs().value(), 1).getErrcode())
                    .isEqualTo(WireCodes.Err.SUCCESS);
        }
    }

    @Test
    void shouldMixTheOrderOfAnswersUnderDelays() {
        try (RecordedCluster cluster = RecordedCluster.builder()
                        .recording(Recordings.CONCURRENT)
                        .responseDelays(3, Duration.ofMillis(200))
                        .start();
                Client client = new Client(cluster.peers(17).get(0))) {
            ConcurrentLinkedQueue<Integer> arrived = new ConcurrentLinkedQueue<>();
            List<Integer> asked = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                asked.add(number);
                readLater(client, 17, CallOptions.DEFAULT).addListener(() -> arrived.add(number), DIRECT);
            }

            await().atMost(Duration.ofSeconds(10)).until(() -> arrived.size() == asked.size());
            assertThat(new ArrayList<>(arrived)).isNotEqualTo(asked).containsExactlyInAnyOrderElementsOf(asked);
        }
    }

    @Test
    void shouldSendAnswersOfAHundredMegabytes() {
        int size = 100 << 20;
        new RecordingWriter(folder).schemas().log(7, "000.res.bin", transaction(7, 9, 10, 1, size));
        try (RecordedCluster cluster = RecordedCluster.builder().folder(folder).start();
                Client client = new Client(cluster.peers(7).get(0))) {
            StoreRes answer = client.read(7, 8, 1);

            assertThat(answer.getCommitTs(0)).isEqualTo(10);
            assertThat(answer.getBinlogs(0).size()).isGreaterThan(size);
        }
    }

    @Test
    void shouldRefuseWhatCannotBeServed() {
        RecordedCluster.Builder builder = RecordedCluster.builder();

        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recording(name)");
        assertThatThrownBy(() -> builder.recording("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every-type");
        assertThatThrownBy(() -> builder.folder(folder.resolve("nothing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        RecordedCluster.Builder builder = RecordedCluster.builder();

        assertThatThrownBy(() -> builder.followers(-1)).hasMessageContaining("followers");
        assertThatThrownBy(() -> builder.metaServers(0)).hasMessageContaining("metaServers");
        assertThatThrownBy(() -> builder.idleHeartbeats(Duration.ZERO)).hasMessageContaining("idleHeartbeats");
        assertThatThrownBy(() -> builder.maxResponseBytes(0)).hasMessageContaining("maxResponseBytes");
        assertThatThrownBy(() -> builder.responseDelays(1, Duration.ofMillis(-1)))
                .hasMessageContaining("delay");
    }

    @Test
    void shouldRefuseARegionThatIsNotServed() {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.LINKS).start()) {
            assertThatThrownBy(() -> cluster.peers(47))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("region 47");
        }
    }

    private static ListenableFuture<StoreRes> readLater(Client client, long regionId, CallOptions options) {
        return ClientCalls.futureUnaryCall(
                client.channel().newCall(BaikalMethods.QUERY_BINLOG, options), Client.readRequest(regionId, 5, 1));
    }
}
