package io.github.binlogcapturer.benchmarks.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;

/** Protobuf's way to a row, as BaikalDB's own capturer does it: a dynamic message of a descriptor that is made of the table's schema. */
final class ProtobufRows implements Decoding {

    private final Descriptor rows;
    private final List<Column> columns;

    ProtobufRows(TableSchema schema) throws DescriptorValidationException {
        this.columns = schema.columns();
        DescriptorProto.Builder row = DescriptorProto.newBuilder().setName("row");
        for (Column column : columns) {
            row.addField(FieldDescriptorProto.newBuilder()
                    .setName(column.name())
                    .setNumber(column.fieldId())
                    .setLabel(Label.LABEL_OPTIONAL)
                    .setType(type(column.type())));
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("row.proto")
                .addMessageType(row)
                .build();
        this.rows = FileDescriptor.buildFrom(file, new FileDescriptor[0])
                .getMessageTypes()
                .get(0);
    }

    private static FieldDescriptorProto.Type type(ColumnType type) {
        return switch (type) {
            case INT64 -> FieldDescriptorProto.Type.TYPE_SINT64;
            case INT32 -> FieldDescriptorProto.Type.TYPE_SINT32;
            case STRING -> FieldDescriptorProto.Type.TYPE_BYTES;
            case DATETIME -> FieldDescriptorProto.Type.TYPE_FIXED64;
            default -> throw new IllegalArgumentException("No logged table has a column of type " + type);
        };
    }

    @Override
    public void decode(int index, byte[] bytes, RowValues taker) throws InvalidProtocolBufferException {
        take(DynamicMessage.parseFrom(rows, bytes), taker);
    }

    void decode(ByteString image, RowValues taker) throws InvalidProtocolBufferException {
        take(DynamicMessage.parseFrom(rows, image), taker);
    }

    private void take(DynamicMessage row, RowValues taker) {
        List<FieldDescriptor> fields = rows.getFields();
        for (int i = 0; i < fields.size(); i++) {
            Object value = row.getField(fields.get(i));
            switch (columns.get(i).type()) {
                case STRING -> taker.text(((ByteString) value).toStringUtf8());
                case DATETIME -> taker.text(dateTime((Long) value));
                default -> taker.number(((Number) value).longValue());
            }
        }
    }

    /** Sheds the digits as a formatter by hand does; {@link String#format} would take several times as long. */
    private static String dateTime(long packed) {
        int months = (int) (packed >>> 46);
        StringBuilder text = new StringBuilder(26);
        pad(text, months / 13, 4).append('-');
        pad(text, months % 13, 2).append('-');
        pad(text, (int) (packed >>> 41) & 0x1f, 2).append(' ');
        pad(text, (int) (packed >>> 36) & 0x1f, 2).append(':');
        pad(text, (int) (packed >>> 30) & 0x3f, 2).append(':');
        pad(text, (int) (packed >>> 24) & 0x3f, 2);
        int micros = (int) packed & 0xff_ffff;
        if (micros != 0) {
            pad(text.append('.'), micros, 6);
        }
        return text.toString();
    }

    private static StringBuilder pad(StringBuilder text, int value, int width) {
        for (int limit = 10, digits = 1; digits < width; limit *= 10, digits++) {
            if (value < limit) {
                text.append('0');
            }
        }
        return text.append(value);
    }
}
