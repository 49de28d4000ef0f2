package io.github.binlogcapturer.testkit.simulated;

/**
 * A table's link to a binlog table.
 *
 * @param fieldId the field by which rows are routed, 0 where the binlog table has one partition and needs none
 * @param sameHint whether the operator says that both are partitioned alike
 */
record Link(SimulatedBinlog binlog, int fieldId, boolean sameHint) {}
