package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Statement;
import java.util.List;

/**
 * What one statement did to one table in one partition, rows read.
 *
 * @param kind one of {@code WireCodes.Mutation}
 */
record DecodedMutation(long tableId, int kind, Statement statement, List<Row> inserted, List<Row> deleted) {}
