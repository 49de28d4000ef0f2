package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Row;
import java.util.List;

/**
 * What one piece holds of a statement.
 *
 * @param piece the piece's number
 * @param statement the statement's number; parts with one table and text have one
 * @param written new images of contested rows
 * @param gone old images of contested rows
 */
record Part(int piece, int statement, DecodedMutation mutation, List<Image> written, List<Image> gone) {

    /** Whether its place among the statements of other pieces makes no difference. */
    boolean isUncontested() {
        return written.isEmpty() && gone.isEmpty();
    }

    /**
     * An image of a contested row.
     *
     * @param number the row's number
     */
    record Image(int number, Row row) {}
}
