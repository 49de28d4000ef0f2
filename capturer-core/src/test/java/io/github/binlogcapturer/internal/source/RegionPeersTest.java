package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.RegionInfo;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegionPeersTest {

    private final ManualClock clock = new ManualClock();
    private final StoreHealth health = new StoreHealth(clock, new Random(1), 30_000);
    private final Transport transport = Transport.grpc();
    private final Topology topology =
            new Topology(new MetaClient(transport, List.of("nobody:1"), Wire.NAMESPACE, Duration.ofSeconds(1)));
    private final RegionPeers peers = new RegionPeers(7, topology, health, clock, 1000);

    @AfterEach
    void close() {
        transport.close();
    }

    private void region(String leader, String... all) {
        topology.adopt(
                List.of(Wire.region(7, 1, 0, all).toBuilder().setLeader(leader).build()));
    }

    private static StoreAnswer.Failed failure(ReadFailure why) {
        return StoreAnswer.Failed.of(why, why.name(), null);
    }

    @Test
    void shouldAskLeaderThenFollowersThenNobody() {
        region("b:1", "a:1", "b:1", "c:1");

        assertThat(peers.next()).isEqualTo("b:1");
        peers.failed("b:1", failure(ReadFailure.UNREACHABLE));
        assertThat(peers.next()).isEqualTo("a:1");
        peers.failed("a:1", failure(ReadFailure.UNREACHABLE));
        assertThat(peers.next()).isEqualTo("c:1");
        peers.failed("c:1", failure(ReadFailure.UNREACHABLE));
        assertThat(peers.next()).isNull();
    }

    @Test
    void shouldStayWithPeerThatWorked() {
        region("a:1", "a:1", "b:1");
        peers.failed("a:1", failure(ReadFailure.UNREACHABLE));
        peers.worked("b:1");

        assertThat(peers.next()).isEqualTo("b:1");
    }

    @Test
    void shouldAskLeaderThatPeerNames() {
        region("a:1", "a:1", "b:1");
        peers.failed("a:1", new StoreAnswer.Failed(ReadFailure.NOT_LEADER, "", "c:1", List.of(), null));

        assertThat(peers.next()).isEqualTo("c:1");
        peers.failed("c:1", failure(ReadFailure.UNREACHABLE));
        assertThat(peers.next()).isEqualTo("b:1");
    }

    @Test
    void shouldAskAllAgainInNextRound() {
        region("a:1", "a:1");
        peers.failed("a:1", failure(ReadFailure.UNREACHABLE));
        peers.startRound();
        clock.advanceMs(Backoff.LONGEST_MS);

        assertThat(peers.next()).isEqualTo("a:1");
    }

    @Test
    void shouldCollectExpiryOverRoundsUntilSuccess() {
        region("a:1", "a:1", "b:1");
        peers.failed("a:1", failure(ReadFailure.EXPIRED));
        peers.failed("b:1", failure(ReadFailure.UNREACHABLE));
        assertThat(peers.allExpired()).isFalse();

        peers.startRound();
        peers.failed("b:1", failure(ReadFailure.EXPIRED));
        assertThat(peers.allExpired()).isTrue();

        peers.worked("b:1");
        assertThat(peers.allExpired()).isFalse();
    }

    @Test
    void shouldNotTakeUnknownRegionAsExpired() {
        assertThat(peers.next()).isNull();
        assertThat(peers.allExpired()).isFalse();
    }

    @Test
    void shouldNeverGoBackToOlderKnowledge() {
        RegionInfo region = Wire.region(7, 1, 0, "a:1");
        topology.adopt(
                List.of(region.toBuilder().setVersion(2).setConfVersion(1).build()));
        topology.adopt(List.of(
                Wire.region(7, 1, 0, "b:1").toBuilder().setConfVersion(9).build()));
        assertThat(topology.place(7).peers()).containsExactly("a:1");

        topology.adopt(List.of(Wire.region(7, 1, 0, "c:1").toBuilder()
                .setVersion(2)
                .setConfVersion(2)
                .build()));
        assertThat(topology.place(7).peers()).containsExactly("c:1");
    }

    @Test
    void shouldKeepPeersWhereNewerKnowledgeNamesNone() {
        region("a:1", "a:1", "b:1");
        topology.adopt(List.of(Wire.region(7, 1, 0).toBuilder().setVersion(2).build()));

        assertThat(topology.place(7).version()).isEqualTo(2);
        assertThat(topology.place(7).peers()).containsExactly("a:1", "b:1");
    }

    @Test
    void shouldAskSlowPeerAfterAllOthersForAWhile() {
        region("a:1", "a:1", "b:1");
        peers.cancelled("a:1");
        assertThat(peers.next()).isEqualTo("b:1");
        peers.failed("b:1", failure(ReadFailure.NOT_READABLE));
        assertThat(peers.next()).isEqualTo("a:1");

        peers.startRound();
        clock.advanceMs(1001);
        assertThat(peers.next()).isEqualTo("a:1");
    }

    @Test
    void shouldFindPeerBesideThoseThatAreAsked() {
        region("a:1", "a:1", "b:1", "c:1");
        peers.cancelled("b:1");

        assertThat(peers.beside(List.of("a:1"))).isEqualTo("c:1");
        assertThat(peers.beside(List.of("a:1", "c:1"))).isNull();
    }

    @Test
    void shouldMoveOnInRotation() {
        region("a:1", "a:1", "b:1", "c:1");
        peers.worked("a:1");

        assertThat(peers.rotate("a:1")).isTrue();
        assertThat(peers.next()).isEqualTo("b:1");
        assertThat(peers.rotate("b:1")).isTrue();
        assertThat(peers.rotate("c:1")).isTrue();
        assertThat(peers.next()).isEqualTo("a:1");
    }

    @Test
    void shouldStayWhereThereIsNobodyElse() {
        region("a:1", "a:1");

        assertThat(peers.rotate("a:1")).isFalse();
    }

    @Test
    void shouldPassOverPeerWhoseStoreIsInTroubleForOthers() {
        region("a:1", "a:1", "b:1");
        health.failed("a:1", "refused");

        assertThat(peers.next()).isEqualTo("b:1");
        peers.failed("b:1", failure(ReadFailure.NOT_READABLE));
        assertThat(peers.next()).isNull();
        assertThat(peers.describeFailures()).contains("NOT_READABLE", "a:1", "refused");
    }

    @Test
    void shouldKnowLastFailureUntilPeerWorks() {
        region("a:1", "a:1");
        peers.failed("a:1", failure(ReadFailure.EXPIRED));
        peers.startRound();
        assertThat(peers.lastFailure("a:1")).isEqualTo("EXPIRED");

        peers.worked("a:1");
        assertThat(peers.lastFailure("a:1")).isNull();
    }

    @Test
    void shouldKnowWhenNoPeerHasWhatWasThere() {
        region("a:1", "a:1", "b:1");
        peers.failed("a:1", failure(ReadFailure.EXPIRED));
        assertThat(peers.allUnreadable()).isFalse();
        peers.failed("b:1", failure(ReadFailure.MISSING));
        assertThat(peers.allUnreadable()).isTrue();
        assertThat(peers.allExpired()).isFalse();
    }

    @Test
    void shouldNotCallPeerSlowThatLostAtOnce() {
        region("a:1", "a:1", "b:1");
        peers.left("b:1");

        assertThat(peers.beside(List.of("a:1"))).isEqualTo("b:1");
    }

    @Test
    void shouldAskThoseBesideFirstThatHaveNotSaidAnything() {
        region("a:1", "a:1", "b:1", "c:1");
        peers.nothingNew("b:1");

        assertThat(peers.beside(List.of("a:1"))).isEqualTo("c:1");
        assertThat(peers.beside(List.of("a:1", "c:1"))).isEqualTo("b:1");
    }

    @Test
    void shouldLearnFromAnswersThatNobodyNeeds() {
        region("a:1", "a:1");
        health.failed("a:1", "refused");
        peers.unheeded("a:1", new StoreAnswer.CaughtUp());

        assertThat(health.trouble("a:1")).isNull();
    }
}
