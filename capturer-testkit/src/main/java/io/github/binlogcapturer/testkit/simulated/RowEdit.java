package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement truly did to one row. Values stand in the order of the columns that the table had, in the types of
 * {@link io.github.binlogcapturer.event.Row#value(int)}, and as a SELECT shows them: with the default where a column has one and
 * the row holds nothing. Lists cannot be changed and may hold null.
 *
 * @param type INSERT, UPDATE or DELETE
 * @param key the primary key of the row after the change, or of the deleted row; an UPDATE may have moved it away from another key, which
 *     {@code before} shows
 * @param before the row before, null for an INSERT
 * @param after the row after, null for a DELETE
 */
public record RowEdit(
        TableName table,
        ChangeType type,
        List<@Nullable Object> key,
        @Nullable List<@Nullable Object> before,
        @Nullable List<@Nullable Object> after) {}
