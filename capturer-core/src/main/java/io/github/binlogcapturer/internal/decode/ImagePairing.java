package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes changes of the images that one statement logged. The images do not pair by position, only by primary key; and one key may
 * occur more than once (REPLACE with a key twice in its values), of which only the net effect counts.
 *
 * <p>Deletes come first, so that a new row may take a key or unique value that the statement has freed. A new image that lacks its old
 * one under an UPDATE or REPLACE becomes an upsert: the server loses old images whose partition receives no new row.
 */
final class ImagePairing {

    private ImagePairing() {}

    static void pair(int kind, Statement statement, List<Row> inserted, List<Row> deleted, List<RowChange> out) {
        if (deleted.isEmpty() && kind == WireCodes.Mutation.INSERT) {
            inserted.forEach(row -> out.add(new RowChange.Insert(row, statement)));
        } else if (inserted.size() == 1 && deleted.size() == 1) {
            pairOne(statement, inserted.get(0), deleted.get(0), out);
        } else {
            pairMany(statement, inserted, deleted, out);
        }
    }

    /** Returns what one image of a statement that has no other means. */
    static RowChange ofOne(int kind, Statement statement, Row after) {
        return kind == WireCodes.Mutation.INSERT
                ? new RowChange.Insert(after, statement)
                : new RowChange.Update(null, after, statement);
    }

    static void pairOne(Statement statement, Row after, Row before, List<RowChange> out) {
        if (before.sameKey(after)) {
            out.add(new RowChange.Update(before, after, statement));
        } else {
            out.add(new RowChange.Delete(before, statement));
            out.add(new RowChange.Update(null, after, statement));
        }
    }

    private static void pairMany(Statement statement, List<Row> inserted, List<Row> deleted, List<RowChange> out) {
        Map<RowKey, Images> byKey = new LinkedHashMap<>();
        inserted.forEach(row -> byKey.computeIfAbsent(new RowKey(row), key -> new Images())
                .inserted
                .add(row));
        deleted.forEach(row -> byKey.computeIfAbsent(new RowKey(row), key -> new Images())
                .deleted
                .add(row));
        for (Images images : byKey.values()) {
            if (images.inserted.isEmpty()) {
                out.add(new RowChange.Delete(images.deleted.get(0), statement));
            }
        }
        for (Images images : byKey.values()) {
            if (!images.inserted.isEmpty()) {
                out.add(images.netEffect(statement));
            }
        }
    }

    /**
     * Removes images of one row that came and went within the statement. One new image stays in any case: a statement that
     * writes a row never ends without it.
     */
    static void cancel(List<Row> inserted, List<Row> deleted) {
        Iterator<Row> written = inserted.iterator();
        while (inserted.size() > 1 && written.hasNext()) {
            if (deleted.remove(written.next())) {
                written.remove();
            }
        }
    }

    /** The images of one key. */
    private static final class Images {

        private final List<Row> inserted = new ArrayList<>(1);
        private final List<Row> deleted = new ArrayList<>(1);

        RowChange netEffect(Statement statement) {
            cancel(inserted, deleted);
            Row before = deleted.isEmpty() ? null : deleted.get(0);
            return new RowChange.Update(before, inserted.get(inserted.size() - 1), statement);
        }
    }
}
