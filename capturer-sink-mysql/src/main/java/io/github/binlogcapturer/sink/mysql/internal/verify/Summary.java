package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.math.BigDecimal;

/**
 * What a server says of a range of rows.
 *
 * @param checksum zero if it was asked for the count only
 */
record Summary(long rows, BigDecimal checksum) {}
