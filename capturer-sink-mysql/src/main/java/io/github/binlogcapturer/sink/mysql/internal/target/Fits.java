package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.util.Set;

/** Tells how values of a column of the source arrive in a column of the target. */
final class Fits {

    private static final Set<String> WHOLE_NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "bit", "decimal");
    private static final Set<String> TEXTS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");
    private static final Set<String> BYTES = Set.of("varbinary", "tinyblob", "blob", "mediumblob", "longblob");
    private static final int MICROS = 6;

    private Fits() {}

    /** Returns whether the target holds each value as the source does, so that what differs there differs here. */
    static boolean exact(TableSchema schema, Column source, TargetColumn target) {
        String type = target.dataType();
        return switch (source.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> WHOLE_NUMBERS.contains(type);
            // with digits named, the target rounds
            case FLOAT -> (type.equals("float") || type.equals("double")) && isPlain(target);
            case DOUBLE -> type.equals("double") && isPlain(target);
            // CHAR forgets trailing spaces, BINARY adds zeros
            case STRING, JSON, HLL, BITMAP, TDIGEST ->
                BYTES.contains(type) || (!source.holdsBytes() && TEXTS.contains(type) && !type.equals("char"));
            case DATETIME -> type.equals("datetime") && target.fraction() == MICROS;
            case TIMESTAMP -> type.equals("timestamp") || (type.equals("datetime") && isFixed(schema));
            case DATE -> type.equals("date") || type.equals("datetime");
            case TIME -> type.equals("time");
        };
    }

    /** Returns when the target takes two values for equal. */
    static Comparison comparison(TableSchema schema, Column source, TargetColumn target) {
        boolean text = TEXTS.contains(target.dataType());
        if (text && !source.holdsBytes() && target.charset() != null && target.collation() != null) {
            boolean fromText = switch (source.type()) {
                case STRING, JSON -> true;
                default -> false;
            };
            return fromText ? Comparison.ofCollation(target.charset(), target.collation()) : Comparison.UNKNOWN;
        }
        // filled up with zeros, which do not count in comparisons of bytes
        boolean padded =
                target.dataType().equals("binary") && (source.type() == ColumnType.STRING || source.holdsBytes());
        return padded || exact(schema, source, target) ? Comparison.EXACT : Comparison.UNKNOWN;
    }

    /**
     * Returns whether the source's column is of the type that the target's stands for. Only then values of several tables of the source
     * can be told to be equal as the target tells it.
     */
    static boolean isOwnType(ColumnMapping column) {
        String type = column.target().dataType();
        return switch (column.source().type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> WHOLE_NUMBERS.contains(type);
            case FLOAT -> type.equals("float");
            case DOUBLE -> type.equals("double");
            case STRING ->
                column.source().holdsBytes() ? BYTES.contains(type) || type.equals("binary") : TEXTS.contains(type);
            case DATETIME -> type.equals("datetime");
            case TIMESTAMP -> type.equals("timestamp");
            case DATE -> type.equals("date");
            case TIME -> type.equals("time");
            case JSON, HLL, BITMAP, TDIGEST -> false;
        };
    }

    private static boolean isPlain(TargetColumn target) {
        return target.columnType().indexOf('(') < 0;
    }

    private static boolean isFixed(TableSchema schema) {
        return schema.zone().getRules().isFixedOffset();
    }
}
