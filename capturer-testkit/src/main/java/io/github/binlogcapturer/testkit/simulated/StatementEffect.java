package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement did: the images that it logs, and its edits as they truly were.
 *
 * @param inserted new images
 * @param deleted old images
 */
record StatementEffect(
        SimulatedTable table, Kind kind, List<Image> inserted, List<Image> deleted, List<RowEdit> edits) {

    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        REPLACE
    }

    /** A row's image with its values as logged, and the schema it was written with. */
    record Image(TableVersion version, ByteString bytes, List<@Nullable Object> values) {}

    boolean isEmpty() {
        return inserted.isEmpty() && deleted.isEmpty();
    }

    /** Whether stores returned the images, and with them the partitions of the rows. */
    boolean isFromStore() {
        return kind != Kind.INSERT;
    }

    /** Returns the kind that is logged: a REPLACE that displaced nothing is an INSERT. */
    int mutationType() {
        return switch (kind) {
            case INSERT -> WireCodes.Mutation.INSERT;
            case UPDATE -> WireCodes.Mutation.UPDATE;
            case DELETE -> WireCodes.Mutation.DELETE;
            case REPLACE -> deleted.isEmpty() ? WireCodes.Mutation.INSERT : WireCodes.Mutation.UPDATE;
        };
    }

    /** Collects what a statement does, row by row. */
    static final class Builder {

        private final SimulatedTable table;
        private final Kind kind;
        private final List<Image> inserted = new ArrayList<>();
        private final List<Image> deleted = new ArrayList<>();
        private final List<RowEdit> edits = new ArrayList<>();

        Builder(SimulatedTable table, Kind kind) {
            this.table = table;
            this.kind = kind;
        }

        void logInserted(TableVersion version, ByteString row) {
            inserted.add(image(version, row));
        }

        void logDeleted(TableVersion version, ByteString row) {
            deleted.add(image(version, row));
        }

        private static Image image(TableVersion version, ByteString row) {
            return new Image(version, row, RowBytes.asLogged(version.schema(), row));
        }

        void inserted(TableVersion version, ByteString row) {
            edit(ChangeType.INSERT, version, null, row);
        }

        void updated(TableVersion version, ByteString before, ByteString after) {
            edit(ChangeType.UPDATE, version, before, after);
        }

        void deleted(TableVersion version, ByteString row) {
            edit(ChangeType.DELETE, version, row, null);
        }

        private void edit(
                ChangeType type, TableVersion version, @Nullable ByteString before, @Nullable ByteString after) {
            List<@Nullable Object> old = before == null ? null : RowBytes.asSelected(version.schema(), before);
            List<@Nullable Object> now = after == null ? null : RowBytes.asSelected(version.schema(), after);
            List<@Nullable Object> image = now != null ? now : old;
            List<@Nullable Object> key = image == null ? List.of() : version.key(image);
            edits.add(new RowEdit(table.name(), type, key, old, now));
        }

        StatementEffect build() {
            return new StatementEffect(table, kind, List.copyOf(inserted), List.copyOf(deleted), List.copyOf(edits));
        }
    }
}
