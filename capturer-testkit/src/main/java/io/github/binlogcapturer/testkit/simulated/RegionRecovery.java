package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.simulated.PrimaryRegions.Outcome;
import java.util.OptionalLong;

/**
 * Ends prewrites that have waited too long, as each leader does: it asks the primary region what became of the transaction. Called by one
 * thread, and holds no lock while it asks.
 */
final class RegionRecovery {

    private final PrimaryRegions primaries;
    private final SimulatedOracle oracle;
    private final long ageNs;

    RegionRecovery(PrimaryRegions primaries, SimulatedOracle oracle, long ageNs) {
        this.primaries = primaries;
        this.oracle = oracle;
        this.ageNs = ageNs;
    }

    void examine(RegionGroup region) {
        for (BinlogDesc prewrite : region.waitingFor(ageNs)) {
            Outcome outcome = primaries.outcome(prewrite.getTxnId());
            if (outcome instanceof Outcome.RolledBack) {
                oracle.tryTake(1).ifPresent(ts -> finish(region, prewrite, WireCodes.Op.ROLLBACK_BINLOG, ts));
            } else if (outcome instanceof Outcome.Committed committed) {
                primaries.recover(
                        prewrite.getTxnId(),
                        region.regionId(),
                        prewrite.getStartTs(),
                        () -> commit(region, prewrite, committed.commitTs()));
            }
        }
    }

    private OptionalLong commit(RegionGroup region, BinlogDesc prewrite, long rememberedTs) {
        OptionalLong commitTs = (rememberedTs == 0) ? oracle.tryTake(1) : OptionalLong.of(rememberedTs);
        boolean done =
                commitTs.isPresent() && finish(region, prewrite, WireCodes.Op.COMMIT_BINLOG, commitTs.getAsLong());
        return done ? commitTs : OptionalLong.empty();
    }

    private static boolean finish(RegionGroup region, BinlogDesc prewrite, int op, long ts) {
        StoreReq request = StoreReq.newBuilder()
                .setOpType(op)
                .setRegionId(region.regionId())
                .setRegionVersion(RegionGroup.FIRST_VERSION)
                .setBinlogDesc(prewrite.toBuilder().setBinlogTs(ts))
                .build();
        return region.proposeIfWaiting(request);
    }
}
