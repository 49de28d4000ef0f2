package io.github.binlogcapturer.event;

import io.github.binlogcapturer.event.ColumnType.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One image of a row: the bytes that the database wrote, read through a {@link TableSchema}. Columns are decoded when asked
 * for, exactly; nothing is rounded or guessed. Immutable and thread-safe.
 *
 * <p>There are three views of a column: its {@link #value(int) value} as a Java object, its exact {@link #text(int) text}, and the
 * {@link #officialText(int) official text} that BaikalDB's own capturer gives, which rounds floating-point numbers. All are null for
 * NULL. A field that the image lacks is NULL, unless the capturer was told to put the column's default in its place.
 */
public final class Row {

    private final TableSchema schema;
    private final byte[] data;
    /** Per column the place of its value in data; 0 where it is absent, since a tag stands before any value. */
    private final int[] offsets;

    Row(TableSchema schema, byte[] data, int[] offsets) {
        this.schema = schema;
        this.data = data;
        this.offsets = offsets;
    }

    /**
     * Reads a row image as BaikalDB writes it: a protobuf message whose field numbers are field ids. The array is kept, not copied; do
     * not change it any more.
     *
     * @throws RowFormatException if the bytes are no such message, or a field's wire type is not its column's
     * @throws UnknownFieldException if the image has a field that this version of the schema does not know
     * @throws IndexOutOfBoundsException if offset and length lie outside of the array
     */
    public static Row parse(TableSchema schema, byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        return new Row(schema, data, RowScanner.scan(schema, data, offset, offset + length));
    }

    /**
     * Makes a row from Java values in column order, for tests and sources of one's own. Accepted are the types of
     * {@link #value(int)}, any {@link Number} for numbers, any text in the form of {@link #text(int)} for dates and times, and null
     * for NULL. Nothing is rounded, except numbers of a FLOAT or DOUBLE column.
     *
     * @throws IllegalArgumentException if there are more or fewer values than columns, or one does not fit its column
     */
    public static Row of(TableSchema schema, @Nullable Object... values) {
        byte[] data = RowEncoder.encode(schema, values);
        return parse(schema, data, 0, data.length);
    }

    /** Returns the schema through which the bytes are read. */
    public TableSchema schema() {
        return schema;
    }

    /** Returns whether a column is NULL. */
    public boolean isNull(int column) {
        return offsets[column] == 0;
    }

    /** Returns whether a column is NULL. */
    public boolean isNull(String column) {
        return isNull(schema.indexOf(column));
    }

    /**
     * Returns a column as a Java object: {@code Boolean}, {@code Integer} (up to 32 signed or 16 unsigned bits), {@code Long}
     * (UINT32, INT64), {@code BigInteger} (UINT64), {@code Float}, {@code Double}, {@code String}, {@code byte[]} (binary strings,
     * HLL, BITMAP, TDIGEST), {@code LocalDateTime}, {@code LocalDate}, {@code Duration} (TIME), {@code Instant} (TIMESTAMP); or null
     * for NULL. A date that no calendar has, such as 0000-00-00, is its text as a {@code String}.
     */
    public @Nullable Object value(int column) {
        int at = offsets[column];
        return at == 0 ? null : RowValues.value(schema, schema.columns().get(column), data, at);
    }

    /** Returns a column as a Java object, see {@link #value(int)}. */
    public @Nullable Object value(String column) {
        return value(schema.indexOf(column));
    }

    /**
     * Returns a column's exact text, or null for NULL. Numbers have all their digits, microseconds are kept, TIMESTAMP is rendered in
     * the {@linkplain TableSchema#zone() table's zone}, bytes are Base64. Bytes that are no text in the table's charset become
     * U+FFFD; {@link #bytes(int)} has them.
     */
    public @Nullable String text(int column) {
        int at = offsets[column];
        return at == 0 ? null : RowValues.text(schema, schema.columns().get(column), data, at);
    }

    /** Returns a column's exact text, see {@link #text(int)}. */
    public @Nullable String text(String column) {
        return text(schema.indexOf(column));
    }

    /**
     * Copies the {@linkplain #text(int) text} of a DATE, DATETIME, TIMESTAMP or TIME column, which is ASCII, to the front of an array.
     *
     * @return how many bytes it has, 0 for NULL
     * @throws IllegalStateException if the column is of another type
     * @throws IndexOutOfBoundsException if the array has less than 32 bytes
     */
    public int copyText(int column, byte[] target) {
        Objects.checkFromIndexSize(0, TemporalBytes.MAX_LENGTH, target.length);
        Column described = schema.columns().get(column);
        int at = offsets[column];
        return switch (described.type()) {
            case DATE -> at == 0 ? 0 : TemporalBytes.date(target, WireReader.fixed32(data, at));
            case DATETIME -> at == 0 ? 0 : TemporalBytes.dateTime(target, WireReader.fixed64(data, at));
            case TIME -> at == 0 ? 0 : TemporalBytes.time(target, WireReader.fixed32(data, at));
            case TIMESTAMP ->
                at == 0 ? 0 : TemporalBytes.timestamp(target, WireReader.fixed32(data, at), schema.zone());
            default ->
                throw new IllegalStateException("Column " + described.name() + " of " + schema.name() + " is "
                        + described.type() + ", so it is no date or time");
        };
    }

    /**
     * Returns the text that BaikalDB 4.1's own capturer and its SQL nodes print: FLOAT with 6 and DOUBLE with 12 significant
     * digits, bytes one character each (ISO 8859-1); otherwise as {@link #text(int)}. Null for NULL.
     */
    public @Nullable String officialText(int column) {
        int at = offsets[column];
        return at == 0 ? null : RowValues.officialText(schema, schema.columns().get(column), data, at);
    }

    /**
     * Returns the bytes of a STRING, JSON, HLL, BITMAP or TDIGEST column as the database wrote them, or null for NULL.
     *
     * @throws IllegalStateException if the column is of another type
     */
    public byte @Nullable [] bytes(int column) {
        requireWire(column, Wire.BYTES, "bytes");
        return offsets[column] == 0 ? null : RowValues.bytes(data, offsets[column]);
    }

    /** Returns the bytes of a column, see {@link #bytes(int)}. */
    public byte @Nullable [] bytes(String column) {
        return bytes(schema.indexOf(column));
    }

    /**
     * Returns an integer column without boxing; UINT64 values from 2^63 on come as the negative long of the same bits.
     *
     * @throws IllegalStateException if the column is NULL or no integer
     */
    public long longValue(int column) {
        Column described = schema.columns().get(column);
        if (!described.type().isInteger() || offsets[column] == 0) {
            throw new IllegalStateException("Column " + described.name() + " of " + schema.name() + " is "
                    + (offsets[column] == 0 ? "NULL" : described.type()) + ", so it has no integer value");
        }
        return RowValues.integer(described.type(), data, offsets[column]);
    }

    /** Returns an integer column without boxing, see {@link #longValue(int)}. */
    public long longValue(String column) {
        return longValue(schema.indexOf(column));
    }

    /**
     * Returns a column of fixed width as one number that is equal for equal values, without boxing: integers as
     * {@link #longValue(int)} has them, BOOL as 0 or 1, the IEEE bits of FLOAT (32) and DOUBLE (64). DATE, DATETIME and TIMESTAMP have one
     * form, made of the digits of {@link #text(int)}; TIME has its own.
     *
     * @throws IllegalStateException if the column is NULL or holds bytes
     */
    public long bits(int column) {
        Column described = schema.columns().get(column);
        int at = offsets[column];
        if (at == 0 || described.type().wire == Wire.BYTES) {
            throw new IllegalStateException("Column " + described.name() + " of " + schema.name() + " is "
                    + (at == 0 ? "NULL" : described.type()) + ", so it has no fixed width");
        }
        return RowValues.bits(schema, described.type(), data, at);
    }

    /**
     * Returns how many bytes {@link #bytes(int)} has, 0 for NULL.
     *
     * @throws IllegalStateException if the column is of another type
     */
    public int byteCount(int column) {
        requireWire(column, Wire.BYTES, "bytes");
        int at = offsets[column];
        return at == 0 ? 0 : (int) WireReader.varint(data, at);
    }

    /**
     * Copies {@link #bytes(int)} to the front of an array; nothing for NULL.
     *
     * @throws IllegalStateException if the column is of another type
     * @throws IndexOutOfBoundsException if the array has less than {@link #byteCount} bytes
     */
    public void copyBytes(int column, byte[] target) {
        int length = byteCount(column);
        if (length > 0) {
            int start = WireReader.skipVarint(data, offsets[column], data.length);
            System.arraycopy(data, start, target, 0, length);
        }
    }

    /**
     * Returns whether each of {@link #bytes(int)} is a character of ASCII in the table's charset. False may also mean that the charset is
     * an unusual one.
     *
     * @throws IllegalStateException if the column is of another type
     */
    public boolean isAscii(int column) {
        int length = byteCount(column);
        if (length == 0) {
            return true;
        }
        int start = WireReader.skipVarint(data, offsets[column], data.length);
        return schema.extendsAscii() && WireReader.isAscii(data, start, start + length);
    }

    /** Returns how many bytes {@link #writeTo} writes. */
    public int encodedSize() {
        return schema.writer().size(data, offsets);
    }

    /**
     * Writes the image as a message of its own, from which {@link #parse} makes an equal row with this row's schema, or one rebuilt from
     * its columns. It has the columns of the schema only; those that are NULL are absent. Allocates nothing.
     *
     * @param at where the first byte goes
     * @return the place behind the last byte
     * @throws IndexOutOfBoundsException if less than {@link #encodedSize} bytes are left; some may be written then
     */
    public int writeTo(byte[] target, int at) {
        int end = tryWriteTo(target, at);
        if (end < 0) {
            throw new IndexOutOfBoundsException("A row of " + encodedSize() + " bytes does not fit into an array of "
                    + target.length + " at " + at);
        }
        return end;
    }

    /**
     * Does the same as {@link #writeTo} where there may be too little room, for those who would otherwise ask each row for its size first.
     *
     * @param at where the first byte goes, at least 0
     * @return the place behind the last byte, or -1 where less than {@link #encodedSize} bytes are left; some may be written then
     */
    public int tryWriteTo(byte[] target, int at) {
        return schema.writer().write(data, offsets, target, at);
    }

    /**
     * Returns the same image through a schema of fewer columns.
     *
     * @param selected a {@link TableSchema#select selection} of this row's schema
     * @throws IllegalArgumentException if it has a column that this row's schema lacks
     */
    public Row select(TableSchema selected) {
        List<Column> columns = selected.columns();
        int[] chosen = new int[columns.size()];
        for (int i = 0; i < chosen.length; i++) {
            int index = schema.indexOfField(columns.get(i).fieldId());
            if (index < 0) {
                throw new IllegalArgumentException("Column " + columns.get(i).name() + " of " + selected
                        + " is no column of " + schema + ", so the one is no selection of the other");
            }
            chosen[i] = offsets[index];
        }
        return new Row(selected, data, chosen);
    }

    /**
     * Returns the image as a SELECT on BaikalDB shows it: columns that it lacks have their {@linkplain Column#defaultText() default}
     * as their value, cast to the column's type. Columns without a default stay NULL, and so do HLL, BITMAP and TDIGEST, which
     * BaikalDB never fills. Returns this row if that changes nothing.
     *
     * @throws RowFormatException if the default of an absent column is no value of its type; names column and default
     */
    public Row withDefaults() {
        RowDefaults defaults = schema.defaults();
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] == 0 && defaults.has(i)) {
                return defaults.complete(schema, data, offsets);
            }
        }
        return this;
    }

    /**
     * Returns whether a column has the same value in another image of the same table. The other image may be read through another
     * version or selection of the schema; a column that it lacks is NULL there.
     */
    public boolean sameValue(int column, Row other) {
        int mine = offsets[column];
        int theirs = other.schema == schema
                ? other.offsets[column]
                : other.placeOf(schema.columns().get(column));
        if (mine == 0 || theirs == 0) {
            return mine == theirs;
        }
        Wire wire = schema.columns().get(column).type().wire;
        int length = RowScanner.valueLength(wire, data, mine);
        return length == RowScanner.valueLength(wire, other.data, theirs)
                && Arrays.equals(data, mine, mine + length, other.data, theirs, theirs + length);
    }

    /** Returns whether both images have the same primary key; without a primary key, whether they are equal. */
    public boolean sameKey(Row other) {
        List<Column> key = schema.primaryKey().isEmpty() ? schema.columns() : schema.primaryKey();
        for (Column column : key) {
            if (!sameValue(column.index(), other)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a hash over the primary key, or over all columns where there is none; fits {@link #sameKey}. */
    public int keyHash() {
        return hash(schema.primaryKey().isEmpty() ? schema.columns() : schema.primaryKey());
    }

    /** Two rows are equal if they are of one table and equal in every column. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row
                && schema.tableId() == row.schema.tableId()
                && schema.columns().equals(row.schema.columns())
                && equalColumns(row);
    }

    private boolean equalColumns(Row other) {
        for (int i = 0; i < offsets.length; i++) {
            if (!sameValue(i, other)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema.tableId(), hash(schema.columns()));
    }

    private int hash(List<Column> columns) {
        int hash = 1;
        for (Column column : columns) {
            int at = offsets[column.index()];
            int length = at == 0 ? 0 : RowScanner.valueLength(column.type().wire, data, at);
            for (int i = at; i < at + length; i++) {
                hash = 31 * hash + data[i];
            }
            hash = 31 * hash + length;
        }
        return hash;
    }

    /** Returns the columns as {@code {id=1, name=abc, note=NULL}}, long values shortened. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Column column : schema.columns()) {
            String value = text(column.index());
            text.append(text.length() > 1 ? ", " : "").append(column.name()).append('=');
            text.append(value == null ? "NULL" : value.length() > 64 ? value.substring(0, 64) + "…" : value);
        }
        return text.append('}').toString();
    }

    private int placeOf(Column foreign) {
        int index = schema.indexOfField(foreign.fieldId());
        boolean comparable = index >= 0 && schema.columns().get(index).type().wire == foreign.type().wire;
        return comparable ? offsets[index] : 0;
    }

    private void requireWire(int column, Wire wanted, String view) {
        Column described = schema.columns().get(column);
        if (described.type().wire != wanted) {
            throw new IllegalStateException("Column " + described.name() + " of " + schema.name() + " is "
                    + described.type() + ", so it has no " + view);
        }
    }
}
