package io.github.binlogcapturer.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The change of one row. Within a transaction, applying all changes in order leaves every row as the source left it. */
public sealed interface RowChange permits RowChange.Insert, RowChange.Update, RowChange.Delete {

    /** Returns what the change does. */
    ChangeType type();

    /** Returns the row before the change, or null where it did not exist or is not known ({@link ChangeType#UPSERT}). */
    @Nullable
    Row before();

    /** Returns the row after the change, or null where it is gone. */
    @Nullable
    Row after();

    /** Returns the statement that made the change. */
    Statement statement();

    /** Returns the newest image there is: the one after the change, or the last one of a deleted row. */
    default Row image() {
        Row after = after();
        return after != null ? after : Objects.requireNonNull(before());
    }

    /** Returns the schema of the changed table. */
    default TableSchema schema() {
        return image().schema();
    }

    /** Returns the name of the changed table. */
    default TableName table() {
        return schema().name();
    }

    /** Returns whether the change gives a column another value; true for every column of an image without a counterpart. */
    default boolean isUpdated(int column) {
        Row before = before();
        Row after = after();
        return before == null || after == null || !before.sameValue(column, after);
    }

    /** A new row. */
    record Insert(Row after, Statement statement) implements RowChange {

        public Insert {
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(statement, "statement");
        }

        @Override
        public ChangeType type() {
            return ChangeType.INSERT;
        }

        @Override
        public @Nullable Row before() {
            return null;
        }
    }

    /**
     * A changed row. Where {@code before} is null the change is an {@link ChangeType#UPSERT}; where it is there, both images have the
     * same primary key, since a change of key comes as a delete and an upsert.
     */
    record Update(@Nullable Row before, Row after, Statement statement) implements RowChange {

        public Update {
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(statement, "statement");
        }

        @Override
        public ChangeType type() {
            return before == null ? ChangeType.UPSERT : ChangeType.UPDATE;
        }
    }

    /** A deleted row. */
    record Delete(Row before, Statement statement) implements RowChange {

        public Delete {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(statement, "statement");
        }

        @Override
        public ChangeType type() {
            return ChangeType.DELETE;
        }

        @Override
        public @Nullable Row after() {
            return null;
        }
    }
}
