package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.servers.Oracle;
import java.time.Duration;

/**
 * What can go wrong in a cluster, by name. Each method switches a fault on at once, while the cluster runs, and returns it; closing it
 * switches it off. Faults may overlap, the same one too. "Section" means the specification of BaikalDB's binlog in the project's notes.
 *
 * <p>Each method throws {@link IllegalArgumentException} if there is no such region or server. All methods are thread-safe.
 */
public final class SimulatedFaults {

    private static final long FLOOD_STEP_MS = 1_000;

    private final SimulatedServers servers;
    private final SimulatedDatabase database;

    SimulatedFaults(SimulatedServers servers, SimulatedDatabase database) {
        this.servers = servers;
        this.database = database;
    }

    // --- SQL nodes ---

    /**
     * Makes the SQL node of some transactions die in the middle of their commit, after all PREWRITEs: their regions show nothing until
     * the transaction is decided (sections 6.7 and 15.2). Then it is committed, under the largest of its timestamps. The client gets a {@link
     * SqlNodeDiedException}.
     *
     * @param probability for each transaction, 0 to 1
     * @param pending how long the primary region calls it running; a real one 11 s to 10 min
     */
    public Fault pendingPrewrite(double probability, Duration pending) {
        return database.accidents(
                probability, new NodeAccident.DiesAfterPrewrite(NodeAccident.Fate.COMMITTED, pending));
    }

    /** Like {@link #pendingPrewrite}, but the primary region has forgotten when: each region takes a fresh commit ts (section 6.7). */
    public Fault forgottenCommit(double probability, Duration pending) {
        return database.accidents(
                probability, new NodeAccident.DiesAfterPrewrite(NodeAccident.Fate.COMMITTED_FORGOTTEN, pending));
    }

    /** Like {@link #pendingPrewrite}, but the transaction is rolled back. */
    public Fault abandonedPrewrite(double probability, Duration pending) {
        return database.accidents(
                probability, new NodeAccident.DiesAfterPrewrite(NodeAccident.Fate.ROLLED_BACK, pending));
    }

    /**
     * Makes the SQL node of some transactions die after the first of their COMMITs. The other regions recover theirs with the largest
     * commit ts of the transaction, so two partitions have equal ones (section 15.2).
     */
    public Fault equalCommitTs(double probability, Duration pending) {
        return database.accidents(
                probability, new NodeAccident.DiesWhileCommitting(1, NodeAccident.Fate.COMMITTED, pending));
    }

    /** Makes some transactions be committed by their SQL node and be recovered too: readers meet them twice, under two commit ts (section 6.7). */
    public Fault duplicateCommit(double probability) {
        return database.accidents(probability, new NodeAccident.CommitsAndIsRecovered());
    }

    /** Makes SQL nodes send some COMMITs twice, as after an answer that was lost. */
    public Fault repeatedCommit(double probability) {
        return database.accidents(probability, new NodeAccident.CommitsTwice());
    }

    /** Makes a region refuse its part of PREPARE: the SQL node rolls back what it has prewritten, and the client gets an exception. */
    public Fault failedPrepare(double probability) {
        return database.accidents(probability, new NodeAccident.FailsToPrepare());
    }

    // --- leaders ---

    /**
     * Makes another peer lead a region, and meta know of it: what an operator's transfer does. Readers notice nothing, as followers serve
     * reads (section 6.1). The old leader is not restored.
     *
     * @throws IllegalStateException if no other peer is up
     */
    public Fault leaderChange(long regionId) {
        servers.region(regionId).changeLeader(true);
        return SwitchedFault.happened();
    }

    /**
     * Makes another peer lead a region while meta names the old one, as it does for seconds after a failover (sections 5.5 and 15.2). Meta
     * hears of it when the fault is switched off.
     *
     * @throws IllegalStateException if no other peer is up
     */
    public Fault leaderChangeUnknownToMeta(long regionId) {
        RegionGroup region = servers.region(regionId);
        region.hideFromMeta(true);
        Fault hidden = new SwitchedFault(() -> region.hideFromMeta(false));
        try {
            region.changeLeader(false);
        } catch (IllegalStateException e) {
            hidden.close();
            throw e;
        }
        return hidden;
    }

    /**
     * Makes all peers of a region forget who leads, as between elections: answers name 0.0.0.0:0, writes over the wire are refused with
     * NOT_LEADER, no FAKE is made, and reads go on (section 6.1). What SQL nodes write gets in, as if a leader came for that moment.
     */
    public Fault leaderUnknown(long regionId) {
        RegionGroup region = servers.region(regionId);
        region.forgetLeader(true);
        return new SwitchedFault(() -> region.forgetLeader(false));
    }

    // --- stores ---

    /**
     * Kills a store: its port is closed and its calls are cut. Its regions get new leaders after {@link
     * SimulatedCluster.Builder#electionDelay}, meta hears of them after {@link SimulatedCluster.Builder#metaLag} (section 15.2). Switched
     * off, it listens on the same port with what it had, and catches up.
     */
    public Fault storeDown(String address) {
        SimulatedStore store = servers.store(address);
        return changing(
                store, () -> store.server().down(1), () -> store.server().down(-1));
    }

    /**
     * Stops a store's process without ending it: connections stay, new ones are taken, nothing is answered, not even a ping. Its regions
     * get new leaders as for {@link #storeDown}. Switched off, it goes on where it stopped, and answers what waits.
     */
    public Fault storeHung(String address) {
        SimulatedStore store = servers.store(address);
        return changing(
                store, () -> store.server().hang(1), () -> store.server().hang(-1));
    }

    private Fault changing(SimulatedStore store, Runnable on, Runnable off) {
        on.run();
        servers.storeChanged(store);
        return new SwitchedFault(() -> {
            off.run();
            servers.storeChanged(store);
        });
    }

    /** Makes a store answer late, by real time: a busy disk or network. */
    public Fault storeSlow(String address, Duration delay) {
        return servers.store(address).inject(new StoreFault.Slow(delay.toNanos()));
    }

    /** Makes a store hang up in the middle of each answer: the connection breaks with about half of the answer sent. */
    public Fault storeCutsAnswers(String address) {
        return servers.store(address).inject(new StoreFault.CutsAnswers());
    }

    /**
     * Makes a store refuse every call with status INTERNAL and "is overcrowded", as one does that has more than 64 MiB unsent on a
     * connection (section 15.1).
     */
    public Fault overcrowded(String address) {
        return servers.store(address).inject(new StoreFault.Overcrowded());
    }

    /**
     * Makes a store never answer a read with a row budget above {@code rows}: an answer that fills up while FAKEs follow is put together
     * again for each of them, which takes minutes (section 15.1). Such a call stays without an answer when the fault is switched off.
     */
    public Fault deadlineAbove(String address, long rows) {
        return servers.store(address).inject(new StoreFault.Stuck(rows));
    }

    /** Makes a store leave the errcode of reads unset, as two early exits of the server do (section 6.9). */
    public Fault missingErrcode(String address) {
        return servers.store(address).inject(new StoreFault.MissingErrcode());
    }

    /** Makes a store fail reads with GET_VALUE_FAIL, as while payloads are not readable (sections 6.3 and 6.8). */
    public Fault getValueFail(String address) {
        return servers.store(address).inject(new StoreFault.GetValueFail());
    }

    /**
     * Makes a store repeat the last entries of each answer, so that it holds duplicates and ends on a ts below its maximum (sections 6.3
     * and 15.1).
     */
    public Fault repeatedTail(String address) {
        return servers.store(address).inject(new StoreFault.RepeatedTail());
    }

    /** Makes a store spoil the transactions of a region in its answers, so that they do not parse: a broken disk (section 6.9). */
    public Fault corruptedEntry(long regionId, String address) {
        servers.region(regionId);
        return servers.store(address).inject(new StoreFault.Corrupted(regionId));
    }

    // --- peers ---

    /**
     * Makes a follower apply nothing any more: it answers from what it has, and its check point stands still (section 6.9). Switched off,
     * or elected since nobody else is left, it catches up.
     *
     * @throws IllegalArgumentException also if the peer leads the region, or the store has no peer of it
     */
    public Fault laggingFollower(long regionId, String address) {
        RegionGroup region = servers.region(regionId);
        region.lag(address, true);
        return new SwitchedFault(() -> region.lag(address, false));
    }

    /**
     * Expires the payloads of a region below a ts on one store: reads from below get LESS_THAN_OLDEST_TS there, and may succeed elsewhere
     * (section 6.8). They are lost for good.
     */
    public Fault historyShorter(long regionId, String address, CommitTs oldest) {
        servers.region(regionId).shorten(address, oldest.value());
        return SwitchedFault.happened();
    }

    /** Expires the payloads of a region below a ts on all its peers, and frees their memory: a capture from below has lost its place. */
    public Fault historyShorterEverywhere(long regionId, CommitTs oldest) {
        servers.region(regionId).shorten(null, oldest.value());
        return SwitchedFault.happened();
    }

    /**
     * Moves the history of a region between two timestamps into external storage (section 6.11): it is served to reads with {@code
     * read_offline_binlog}, and the online history begins at {@code to}, or earlier where a transaction above {@code to} was begun
     * earlier. Not taken back.
     *
     * @throws IllegalArgumentException also if {@code from} is above {@code to}
     */
    public Fault offline(long regionId, CommitTs from, CommitTs to) {
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("The offline range has to ascend, but is " + from + " to " + to);
        }
        servers.region(regionId).moveOffline(from.value(), to.value());
        return SwitchedFault.happened();
    }

    /**
     * Raises the version of a region: requests with the old one get VERSION_OLD and the region; a peer that lags meanwhile refuses the new
     * one with NOT_LEADER (section 6.1). Not taken back.
     *
     * @throws IllegalStateException if no peer of the region is up
     */
    public Fault versionOld(long regionId) {
        servers.region(regionId).raiseVersion();
        return SwitchedFault.happened();
    }

    /**
     * Takes a region's peer away from a store, which answers REGION_NOT_EXIST from now on. Another store takes it over where one is free;
     * that peer has no payloads from before, so its history begins with what was applied last (section 6.8). Not taken back.
     *
     * @throws IllegalArgumentException also if the store has no peer of the region
     * @throws IllegalStateException if it is the only peer and no store is free
     */
    public Fault regionMoved(long regionId, String fromAddress) {
        servers.store(fromAddress);
        servers.region(regionId).move(fromAddress, servers.storeAddresses(), servers.downStores());
        return SwitchedFault.happened();
    }

    /**
     * Gives a region a past of one FAKE per second below what it holds: a read from there gets them all in one answer, whatever its budget
     * (section 6.4). The region's history begins with the first of them. Not taken back.
     *
     * @param history how far the past reaches back from now, a week for the answer of 600,000 entries
     */
    public Fault fakeFlood(long regionId, Duration history) {
        RegionGroup region = servers.region(regionId);
        long count = Math.max(1, history.toMillis() / FLOOD_STEP_MS);
        long firstMs = servers.oracle().nowMs() - count * FLOOD_STEP_MS;
        // high counters, other ones for each region: the oracle hardly ever gets so far within a millisecond
        long logical = (1L << Oracle.LOGICAL_BITS) - 1 - regionId % (1L << 16);
        region.history((firstMs << Oracle.LOGICAL_BITS) + logical, count, FLOOD_STEP_MS);
        return SwitchedFault.happened();
    }

    // --- meta servers and the oracle ---

    /** Kills a meta server: its port is closed and its calls are cut. Another one takes its leaderships over at once, if one is up. */
    public Fault metaDown(String address) {
        ProxiedServer server = servers.meta(address);
        server.down(1);
        return new SwitchedFault(() -> server.down(-1));
    }

    /** Lets a DDL run on a table: meta servers refuse to link or unlink it meanwhile (section 5.6). */
    public Fault ddlRunning(SimulatedTable table) {
        return database.ddlRunning(table);
    }

    /** Makes the followers among the meta servers answer from what they know by now (section 5.3). */
    public Fault metaFollowersStale() {
        servers.metas().freezeFollowers();
        return new SwitchedFault(servers.metas()::thawFollowers);
    }

    /**
     * Makes the oracle refuse with RETRY_LATER (section 4). No FAKE is made meanwhile, and SQL nodes can commit nothing: their calls fail
     * with {@link IllegalStateException}.
     */
    public Fault tsoDown() {
        servers.oracle().fail();
        return new SwitchedFault(servers.oracle()::recover);
    }

    /**
     * Moves the oracle's milliseconds, forward or backward. Backward they stay where they are until time has caught up, only the counter
     * grows: timestamps never go back (section 4). Switched off, the oracle is moved back by the same step.
     */
    public Fault clockJump(Duration step) {
        servers.oracle().jump(step);
        return new SwitchedFault(() -> servers.oracle().jump(step.negated()));
    }
}
