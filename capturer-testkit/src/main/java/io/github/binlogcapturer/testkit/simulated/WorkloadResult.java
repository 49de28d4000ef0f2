package io.github.binlogcapturer.testkit.simulated;

/**
 * What a workload did.
 *
 * @param seed with it and one client, the same workload can be run again
 * @param committed how many transactions were committed
 * @param rolledBack how many were rolled back, by choice or after a deadlock
 * @param unknown of how many the SQL node died while it committed them
 */
public record WorkloadResult(long seed, int committed, int rolledBack, int unknown) {}
