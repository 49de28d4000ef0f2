package io.github.binlogcapturer.format;

import io.github.binlogcapturer.format.internal.canal.CanalEncoder;

/**
 * Canal's protobuf messages, as Canal 1.1.x sends them with {@code flatMessage=false}: each message is a {@code CanalPacket.Packet} of
 * type MESSAGES with {@code CanalEntry.Entry} values, which Canal's own deserializer reads. Immutable and thread-safe.
 *
 * <ul>
 *   <li>A change is an entry of type ROWDATA. A change packed with others shares its entry with neighbours of the same table and event type,
 *       so an entry may have several rows; {@code rowsCount} tells how many.
 *   <li>{@code begin} and {@code end} are packets of one entry, TRANSACTIONBEGIN and TRANSACTIONEND. {@code changes} has both around the
 *       changes where the range is the whole transaction, and neither where it is a part.
 *   <li>A changed schema is an entry with isDdl, of event type ALTER, with the statements of
 *       {@link io.github.binlogcapturer.event.SchemaChange#sql()}; there is none where those are empty. There is no watermark.
 *   <li>{@link io.github.binlogcapturer.event.ChangeType#UPSERT} is INSERT, as Canal has no word for it.
 *   <li>The header has {@code baikaldb} as logfileName, the commit ts as logfileOffset, the region of the transaction's last piece as
 *       serverId, the commit time in milliseconds as executeTime, and as eventLength the changes' share of the bytes in the binlog. Its
 *       props are commit_ts, start_ts, txn_id, event_count, and for changes event_index (of the first row), last and rowsCount.
 *   <li>A column has one sqlType for all its values: unsigned columns have the wider one that Canal gives to great values only. Bytes are
 *       characters of ISO 8859-1 with sqlType BLOB, as Canal has them. A text whose bytes are not valid in the table's charset has no
 *       form.
 * </ul>
 */
public final class CanalProtobuf implements MessageFormat {

    private static final CanalProtobuf INSTANCE = new CanalProtobuf();

    private CanalProtobuf() {}

    /** Returns the format. */
    public static CanalProtobuf create() {
        return INSTANCE;
    }

    /** Returns {@code canal-protobuf}. */
    @Override
    public String name() {
        return "canal-protobuf";
    }

    @Override
    public MessageEncoder encoder(MessageBuffer out) {
        return new CanalEncoder(name(), out);
    }

    @Override
    public String toString() {
        return name();
    }
}
