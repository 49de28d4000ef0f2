package io.github.binlogcapturer.event;

/** Bytes that are no row of the schema they are read with. The capturer turns it into a {@code DataException} with the place. */
public class RowFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public RowFormatException(String message) {
        super(message);
    }
}
