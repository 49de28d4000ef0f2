package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.TextBytes;

/** Canal's form of values, in protobuf and in canal-json alike: all are text, bytes one character each. Owned by one thread. */
public final class CanalValues {

    private final TextBytes text = new TextBytes();
    private final boolean replaceBadText;

    /** Tells whether bytes that are no text become U+FFFD, rather than a {@link NoFormException}. */
    public CanalValues(boolean replaceBadText) {
        this.replaceBadText = replaceBadText;
    }

    /**
     * Returns a value that is not NULL as UTF-8, until the next one is asked for.
     *
     * @throws NoFormException if the bytes of a text are not valid in the table's charset
     */
    public TextBytes text(Row row, Column column) {
        if (column.holdsBytes()) {
            text.loadCharacters(row, column.index());
            return text;
        }
        switch (column.type()) {
            case STRING, JSON, HLL, BITMAP, TDIGEST -> characters(row, column);
            default -> text.loadPlain(row, column);
        }
        return text;
    }

    private void characters(Row row, Column column) {
        if (text.loadText(row, column.index())) {
            return;
        }
        if (!replaceBadText) {
            throw NoFormException.badText(row, column);
        }
        text.loadReplaced(row, column.index());
    }
}
