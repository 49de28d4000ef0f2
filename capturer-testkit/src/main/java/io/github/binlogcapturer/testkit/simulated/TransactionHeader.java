package io.github.binlogcapturer.testkit.simulated;

/**
 * What all messages of a transaction say.
 *
 * @param primaryRegionId the data region that was written first
 */
record TransactionHeader(long txnId, String user, String userIp, long primaryRegionId) {}
