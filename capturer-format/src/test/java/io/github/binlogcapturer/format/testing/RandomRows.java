package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows of a table of every type whose dates the calendar has, so that every format and reader takes them. Repeats itself for a seed. */
public final class RandomRows {

    /** The table of {@link RandomChanges#keyed}. */
    public static final TableSchema TABLE = RandomChanges.keyed("shop", "every_type", StandardCharsets.UTF_8);

    private final Random random;
    private final RandomValues values;

    /** Starts the rows of a seed. */
    public RandomRows(long seed) {
        this.random = new Random(seed);
        this.values = RandomValues.ofTheCalendar(random);
    }

    /** Returns the next row with an id; columns other than it are NULL now and then. */
    public Row next(long id) {
        return next(id, null);
    }

    /** Returns the next row with an id that shares about two thirds of its values with another. */
    public Row next(long id, @Nullable Row like) {
        @Nullable
        Object[] drawn =
                TABLE.columns().stream().map(column -> draw(column, like)).toArray();
        drawn[0] = id;
        return Row.of(TABLE, drawn);
    }

    private @Nullable Object draw(Column column, @Nullable Row like) {
        return like != null && random.nextInt(3) > 0
                ? like.value(column.index())
                : values.nullable(column, StandardCharsets.UTF_8);
    }
}
