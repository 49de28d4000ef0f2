package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.protocol.WireCodes;

/**
 * What one statement did to one table in one partition, rows unread.
 *
 * @param tableId the table, 0 where the entry names none
 * @param kind one of {@link WireCodes.Mutation}
 * @param sql the statement's text, perhaps empty
 * @param sign the statement's digest, 0 where it has none
 * @param inserted new images
 * @param deleted old images
 */
record RawMutation(long tableId, int kind, Slice sql, long sign, Slices inserted, Slices deleted) {}
