package io.github.binlogcapturer.format.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a changelog as Flink read it.
 *
 * @param kind Flink's short name: {@code +I}, {@code -U}, {@code +U} or {@code -D}
 * @param columns the columns' texts in the form of {@link io.github.binlogcapturer.event.Row#text(int)}, null for NULL; unmodifiable
 */
public record FlinkRow(String kind, List<@Nullable String> columns) {

    public FlinkRow {
        columns = Collections.unmodifiableList(new ArrayList<>(columns));
    }
}
