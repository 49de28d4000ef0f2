package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;
import java.util.List;

/**
 * A foreign key of the target.
 *
 * @param cascading whether a change of the parent changes rows of the child (CASCADE, SET NULL, SET DEFAULT)
 */
record ForeignKey(
        String name,
        TableName child,
        List<String> childColumns,
        TableName parent,
        List<String> parentColumns,
        boolean cascading) {

    ForeignKey {
        childColumns = List.copyOf(childColumns);
        parentColumns = List.copyOf(parentColumns);
    }
}
