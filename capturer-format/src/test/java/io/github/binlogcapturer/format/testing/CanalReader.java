package io.github.binlogcapturer.format.testing;

import com.alibaba.otter.canal.protocol.CanalEntry;
import com.alibaba.otter.canal.protocol.CanalPacket;
import com.alibaba.otter.canal.protocol.Message;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of CanalProtobuf with Canal's own classes and in the way of its Kafka client. Stateless; a message that Canal could not
 * read is an {@link IllegalArgumentException}.
 */
public final class CanalReader {

    static {
        // Canal's classes were generated before protobuf 22, which today's run time warns of at each use
        System.setProperty("com.google.protobuf.use_unsafe_pre22_gencode", "true");
    }

    /** A column of an image; the value is null for NULL. */
    public record ReadColumn(
            int index,
            String name,
            @Nullable String value,
            boolean key,
            boolean updated,
            int sqlType,
            String mysqlType) {}

    /** The images of a row; the one that a change lacks is empty. */
    public record ReadRow(List<ReadColumn> before, List<ReadColumn> after) {}

    /**
     * An entry.
     *
     * @param kind the name of its entry type, as ROWDATA
     * @param eventType the name of what it does, as INSERT
     * @param ddl the statement of a DDL, otherwise null
     */
    public record ReadEntry(
            String kind,
            String eventType,
            String database,
            String table,
            long executeTimeMs,
            Map<String, String> props,
            List<ReadRow> rows,
            @Nullable String ddl) {}

    private CanalReader() {}

    /** Returns the entries of a message. */
    public static List<ReadEntry> read(byte[] message) {
        return message(message).getEntries().stream().map(CanalReader::entry).toList();
    }

    /** Returns the message as Canal's deserializer for Kafka makes it of a record's value, entries parsed at once. */
    public static Message message(byte[] value) {
        try {
            CanalPacket.Packet packet = CanalPacket.Packet.parseFrom(value);
            if (packet.getType() != CanalPacket.PacketType.MESSAGES) {
                throw new IllegalArgumentException("unexpected packet type: " + packet.getType());
            }
            if (packet.getCompression() != CanalPacket.Compression.NONE) {
                throw new IllegalArgumentException("compression is not supported in this connector");
            }
            CanalPacket.Messages messages = CanalPacket.Messages.parseFrom(packet.getBody());
            Message result = new Message(messages.getBatchId());
            for (ByteString entry : messages.getMessagesList()) {
                result.addEntry(CanalEntry.Entry.parseFrom(entry));
            }
            return result;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("Canal cannot read the message", e);
        }
    }

    /** Returns the change that an entry of type ROWDATA holds. */
    public static CanalEntry.RowChange change(CanalEntry.Entry entry) {
        try {
            return CanalEntry.RowChange.parseFrom(entry.getStoreValue());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("Canal cannot read the change", e);
        }
    }

    private static ReadEntry entry(CanalEntry.Entry entry) {
        CanalEntry.Header header = entry.getHeader();
        boolean rowData = entry.getEntryType() == CanalEntry.EntryType.ROWDATA;
        List<ReadRow> rows = new ArrayList<>();
        String ddl = null;
        if (rowData) {
            CanalEntry.RowChange change = change(entry);
            change.getRowDatasList()
                    .forEach(row -> rows.add(
                            new ReadRow(columns(row.getBeforeColumnsList()), columns(row.getAfterColumnsList()))));
            ddl = change.getIsDdl() ? change.getSql() : null;
        }
        Map<String, String> props = new LinkedHashMap<>();
        header.getPropsList().forEach(pair -> props.put(pair.getKey(), pair.getValue()));
        return new ReadEntry(
                entry.getEntryType().name(),
                header.getEventType().name(),
                header.getSchemaName(),
                header.getTableName(),
                header.getExecuteTime(),
                props,
                rows,
                ddl);
    }

    private static List<ReadColumn> columns(List<CanalEntry.Column> columns) {
        return columns.stream()
                .map(column -> new ReadColumn(
                        column.getIndex(),
                        column.getName(),
                        column.getIsNull() ? null : column.getValue(),
                        column.getIsKey(),
                        column.getUpdated(),
                        column.getSqlType(),
                        column.getMysqlType()))
                .toList();
    }
}
