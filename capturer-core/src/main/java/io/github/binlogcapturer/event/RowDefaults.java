package io.github.binlogcapturer.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * The defaults of a schema's columns, encoded once, and rows completed with them. BaikalDB's storage has no NULL in a column with a
 * default: whoever reads a stored row that lacks the field sees the default. Immutable.
 */
final class RowDefaults {

    /** No encoded value is empty, so empty arrays can stand for the two cases without one. */
    private static final byte[] NONE = {};

    private static final byte[] NOT_CASTABLE = {};

    private final byte[][] encoded;

    RowDefaults(TableSchema schema) {
        List<Column> columns = schema.columns();
        encoded = new byte[columns.size()][];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = tryEncode(schema, columns.get(i));
        }
    }

    boolean has(int column) {
        return encoded[column] != NONE;
    }

    /** Lays out the present values and the missing defaults anew, value by value; no tags, since the offsets say where each stands. */
    Row complete(TableSchema schema, byte[] data, int[] offsets) {
        int[] lengths = new int[offsets.length];
        int size = 1;
        for (int i = 0; i < offsets.length; i++) {
            lengths[i] = offsets[i] != 0
                    ? RowScanner.valueLength(schema.columns().get(i).type().wire, data, offsets[i])
                    : of(schema, i).length;
            size += lengths[i];
        }
        byte[] completed = new byte[size];
        int[] places = new int[offsets.length];
        // an offset of 0 means absent, so the first value stands at 1
        for (int i = 0, at = 1; i < offsets.length; at += lengths[i], i++) {
            if (lengths[i] > 0) {
                boolean present = offsets[i] != 0;
                System.arraycopy(present ? data : encoded[i], present ? offsets[i] : 0, completed, at, lengths[i]);
                places[i] = at;
            }
        }
        return new Row(schema, completed, places);
    }

    private byte[] of(TableSchema schema, int column) {
        if (encoded[column] == NOT_CASTABLE) {
            Column described = schema.columns().get(column);
            throw new RowFormatException(
                    "Column " + described.name() + " of " + schema + " is absent, and its default \""
                            + described.defaultText() + "\" is no value of type " + described.type()
                            + "; change the default, or take absent columns as NULL");
        }
        return encoded[column];
    }

    private static byte[] tryEncode(TableSchema schema, Column column) {
        String text = column.defaultText();
        if (text == null || column.type().isOpaque()) {
            return NONE;
        }
        try {
            return RowEncoder.encodeValue(schema, column, cast(column, text));
        } catch (IllegalArgumentException | ArithmeticException notOfThisType) {
            // matters only once a row lacks the column; the message is made then
            return NOT_CASTABLE;
        }
    }

    private static Object cast(Column column, String text) {
        return switch (column.type()) {
            case BOOL -> bool(text.strip());
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, DOUBLE -> new BigDecimal(text.strip());
            case FLOAT -> new BigDecimal(text.strip()).floatValue();
            case DATE, TIME, DATETIME, TIMESTAMP -> text.strip();
            default -> text;
        };
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new IllegalArgumentException("No boolean: " + text);
        };
    }
}
