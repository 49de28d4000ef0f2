package io.github.binlogcapturer.event;

/**
 * A row carries a field that its schema does not know, as happens when a column was added after the schema was read. Read the
 * schema again, then the row.
 */
public final class UnknownFieldException extends RowFormatException {

    private static final long serialVersionUID = 1L;

    private final int fieldId;

    UnknownFieldException(TableSchema schema, int fieldId) {
        super("Row image of " + schema + " has field " + fieldId + ", which this version of the schema does not know");
        this.fieldId = fieldId;
    }

    /** Returns the field id that is not known. */
    public int fieldId() {
        return fieldId;
    }
}
