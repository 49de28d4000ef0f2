package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.testkit.simulated.Fault;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedFaults;
import io.github.binlogcapturer.testkit.simulated.SqlNodeDiedException;
import io.github.binlogcapturer.testkit.simulated.TransactionAbortedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Breaks a cluster at random, up to three faults at a time. What is lost for good, histories and payloads, is lost on one store alone, so
 * that all can still be read somewhere. Used by one thread.
 */
final class Chaos {

    private static final int MOST_AT_ONCE = 3;
    private static final int BIG_BYTES = 3 << 20;

    private final SimulatedShop shop;
    private final SimulatedCluster cluster;
    private final Random random;
    private final Map<String, Supplier<Fault>> kinds = new LinkedHashMap<>();
    private final Deque<Fault> on = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private long nextBlob;
    private int columns;

    /** @param splits whether transactions may be recovered in parts, under timestamps far from each other */
    Chaos(SimulatedShop shop, Random random, boolean splits) {
        this.shop = shop;
        this.cluster = shop.cluster;
        this.random = random;
        SimulatedFaults faults = cluster.faults();
        serverFaults(faults);
        historyFaults(faults);
        metaFaults(faults);
        nodeFaults(faults);
        if (splits) {
            kinds.put("forgotten commit", () -> faults.forgottenCommit(0.05, shortly(500)));
        }
        kinds.put("big transaction", this::bigTransaction);
        kinds.put("schema change", this::schemaChange);
    }

    private void serverFaults(SimulatedFaults faults) {
        kinds.put("leader change", () -> faults.leaderChange(region()));
        kinds.put("leader change unknown to meta", () -> faults.leaderChangeUnknownToMeta(region()));
        kinds.put("leader unknown", () -> faults.leaderUnknown(region()));
        kinds.put("store down", () -> faults.storeDown(store()));
        kinds.put("store hung", () -> faults.storeHung(store()));
        kinds.put("store slow", () -> faults.storeSlow(store(), shortly(400)));
        kinds.put("store cuts answers", () -> faults.storeCutsAnswers(store()));
        kinds.put("overcrowded", () -> faults.overcrowded(store()));
        kinds.put("deadline above a budget", () -> faults.deadlineAbove(store(), 1 + random.nextInt(20)));
        kinds.put("missing errcode", () -> faults.missingErrcode(store()));
        kinds.put("get value fail", () -> faults.getValueFail(store()));
        kinds.put("repeated tail", () -> faults.repeatedTail(store()));
        kinds.put("lagging follower", this::laggingFollower);
    }

    private void historyFaults(SimulatedFaults faults) {
        kinds.put(
                "history shorter on one peer",
                () -> onSickStore(region -> faults.historyShorter(region, sickStore(), cluster.lastTs())));
        kinds.put("corrupted entry", () -> onSickStore(region -> faults.corruptedEntry(region, sickStore())));
        kinds.put("region moved", () -> onSickStore(region -> faults.regionMoved(region, sickStore())));
        kinds.put("version old", () -> faults.versionOld(region()));
        kinds.put("region appears", () -> {
            cluster.addRegion(SimulatedShop.BINLOG, random.nextInt(2));
            return () -> {};
        });
    }

    private void metaFaults(SimulatedFaults faults) {
        kinds.put("meta down", () -> faults.metaDown(meta()));
        kinds.put("meta followers stale", faults::metaFollowersStale);
        kinds.put("oracle down", faults::tsoDown);
        kinds.put("clock jumps", () -> faults.clockJump(shortly(2000)));
    }

    private void nodeFaults(SimulatedFaults faults) {
        kinds.put("pending prewrite", () -> faults.pendingPrewrite(0.05, shortly(800)));
        kinds.put("abandoned prewrite", () -> faults.abandonedPrewrite(0.05, shortly(800)));
        kinds.put("equal commit ts", () -> faults.equalCommitTs(0.1, shortly(500)));
        kinds.put("duplicate commit", () -> faults.duplicateCommit(0.2));
        kinds.put("repeated commit", () -> faults.repeatedCommit(0.2));
        kinds.put("failed prepare", () -> faults.failedPrepare(0.1));
    }

    /** Switches something on, or off. */
    void act() {
        if (!on.isEmpty() && (on.size() == MOST_AT_ONCE || random.nextInt(2) == 0)) {
            on.remove().close();
            return;
        }
        String name = List.copyOf(kinds.keySet()).get(random.nextInt(kinds.size()));
        try {
            on.add(kinds.get(name).get());
            counts.merge(name, 1, Integer::sum);
        } catch (IllegalStateException | IllegalArgumentException impossibleNow) {
            // no peer to elect, no follower to lag: another one the next time
            counts.merge(name + " (impossible)", 1, Integer::sum);
        }
    }

    /** Switches everything off. */
    void end() {
        on.forEach(Fault::close);
        on.clear();
    }

    /** Returns how often each fault was switched on. */
    Map<String, Integer> counts() {
        return counts;
    }

    private Fault laggingFollower() {
        long region = region();
        List<String> followers = cluster.peers(region).stream()
                .filter(peer -> !peer.equals(cluster.leader(region)))
                .toList();
        return cluster.faults().laggingFollower(region, followers.get(random.nextInt(followers.size())));
    }

    private Fault onSickStore(LongFunction<Fault> fault) {
        List<Long> regions = shop.regions().stream()
                .filter(region -> cluster.peers(region).contains(sickStore()))
                .toList();
        if (regions.isEmpty()) {
            throw new IllegalStateException("No region has a peer there any more");
        }
        return fault.apply(regions.get(random.nextInt(regions.size())));
    }

    private Fault bigTransaction() {
        nextBlob++;
        try {
            cluster.begin()
                    .sql("insert")
                    .insert(shop.blobs, nextBlob, "b".repeat(BIG_BYTES))
                    .commit();
        } catch (SqlNodeDiedException | TransactionAbortedException other) {
            counts.merge("big transaction with an accident", 1, Integer::sum);
        }
        return () -> {};
    }

    private Fault schemaChange() {
        if (columns > 0 && random.nextInt(3) == 0) {
            shop.orders.dropColumn("extra" + columns);
            columns--;
        } else {
            columns++;
            shop.orders.addColumn("extra" + columns, ColumnType.INT32, random.nextBoolean() ? "7" : null);
        }
        return () -> {};
    }

    private Duration shortly(int mostMs) {
        return Duration.ofMillis(1 + random.nextInt(mostMs));
    }

    private long region() {
        List<Long> regions = shop.regions();
        return regions.get(random.nextInt(regions.size()));
    }

    private String store() {
        return cluster.stores().get(random.nextInt(cluster.stores().size()));
    }

    private String sickStore() {
        return cluster.stores().get(cluster.stores().size() - 1);
    }

    private String meta() {
        return cluster.metaServers().get(random.nextInt(cluster.metaServers().size()));
    }
}
