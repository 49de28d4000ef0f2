package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of contested rows in the middle of a transaction, and how well a statement's images fit it. Before a row's first statement
 * nothing is known of it.
 */
final class RowStates {

    /** The cost of what a server would not log. */
    static final int IMPOSSIBLE = 1000;

    private static final int UNLIKELY = 1;
    private static final int SEVERAL_PIECES = -1;

    private final @Nullable State[] states;
    /** Per row, how often an INSERT of it still comes. */
    private final int[] insertsToCome;

    RowStates(Parts parts) {
        states = new @Nullable State[parts.contestedCount()];
        insertsToCome = new int[parts.contestedCount()];
        parts.pieces().forEach(piece -> countInserts(piece, 1));
    }

    /** Returns what speaks against parts being the next statement. */
    int cost(List<Part> parts) {
        boolean inserting = parts.stream().allMatch(RowStates::isInsert);
        // one execution is logged as one kind in all its partitions
        int mixed = !inserting && parts.stream().anyMatch(RowStates::isInsert) ? IMPOSSIBLE : 0;
        int cost = 0;
        for (Images images : byRow(parts)) {
            cost += mixed + cost(images, inserting, parts);
        }
        return cost;
    }

    private int cost(Images images, boolean inserting, List<Part> parts) {
        int twice = images.areOfSeveralExecutions() ? IMPOSSIBLE : 0;
        State state = states[images.number];
        if (!images.gone.isEmpty()) {
            return twice + (state == null || state.agrees(images.gone.get(0)) ? 0 : IMPOSSIBLE);
        }
        return twice
                + (inserting ? costOfInsert(state) : costOfUnseenUpdate(state, insertsToCome[images.number], parts));
    }

    private static int costOfInsert(@Nullable State state) {
        return state != null && state.image != null ? IMPOSSIBLE : 0;
    }

    /** A new image without its old one: the row comes from a partition that got no new row, or did not exist before a REPLACE. */
    private static int costOfUnseenUpdate(@Nullable State state, int insertsToCome, List<Part> parts) {
        if (state == null) {
            return insertsToCome > 0 ? UNLIKELY : 0;
        }
        if (state.image == null) {
            return UNLIKELY;
        }
        boolean oldPieceGotRows = parts.stream()
                .anyMatch(part -> part.piece() == state.piece
                        && !part.mutation().inserted().isEmpty());
        return oldPieceGotRows ? IMPOSSIBLE : 0;
    }

    /** Takes parts as the next statement. */
    List<Change> apply(List<Part> parts) {
        countInserts(parts, -1);
        List<Change> changes = new ArrayList<>();
        for (Images images : byRow(parts)) {
            changes.add(new Change(images.number, states[images.number]));
            states[images.number] = images.result();
        }
        return changes;
    }

    /** Undoes {@link #apply}. */
    void takeBack(List<Part> parts, List<Change> changes) {
        countInserts(parts, 1);
        changes.forEach(change -> states[change.number] = change.before);
    }

    private void countInserts(List<Part> parts, int step) {
        for (Part part : parts) {
            if (isInsert(part)) {
                part.written().forEach(image -> insertsToCome[image.number()] += step);
            }
        }
    }

    private static boolean isInsert(Part part) {
        return part.mutation().kind() == WireCodes.Mutation.INSERT;
    }

    private static Collection<Images> byRow(List<Part> parts) {
        Map<Integer, Images> byRow = new LinkedHashMap<>();
        for (Part part : parts) {
            for (Part.Image image : part.gone()) {
                byRow.computeIfAbsent(image.number(), Images::new).gone.add(image.row());
            }
            for (Part.Image image : part.written()) {
                byRow.computeIfAbsent(image.number(), Images::new).write(image.row(), part.piece());
            }
        }
        byRow.values().forEach(images -> ImagePairing.cancel(images.written, images.gone));
        return byRow.values();
    }

    /** A row's state, as it was before a statement. */
    record Change(int number, @Nullable State before) {}

    /**
     * What is known of a row.
     *
     * @param image null where the row does not exist
     * @param piece where its image was written
     */
    record State(@Nullable Row image, int piece) {

        /**
         * A column with a default may be NULL in the image that a statement wrote and have its default in the one that the next
         * statement replaces.
         */
        boolean agrees(Row old) {
            if (image == null) {
                return false;
            }
            for (Column column : old.schema().columns()) {
                int i = column.index();
                boolean filled = column.defaultText() != null && (old.isNull(i) || image.isNull(i));
                if (!filled && !old.sameValue(i, image)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What a statement says of one row. */
    private static final class Images {

        private final int number;
        private final List<Row> written = new ArrayList<>(1);
        private final List<Row> gone = new ArrayList<>(1);
        private int piece;

        Images(int number) {
            this.number = number;
        }

        void write(Row row, int inPiece) {
            piece = written.isEmpty() || piece == inPiece ? inPiece : SEVERAL_PIECES;
            written.add(row);
        }

        boolean areOfSeveralExecutions() {
            return piece == SEVERAL_PIECES || written.size() > 1 || gone.size() > 1;
        }

        State result() {
            return new State(written.isEmpty() ? null : written.get(written.size() - 1), piece);
        }
    }
}
