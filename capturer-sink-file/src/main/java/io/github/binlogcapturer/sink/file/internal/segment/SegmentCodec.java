package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as records to the end of a buffer, one file after the other. The buffer may be emptied whenever no record is open: not
 * between {@link #begin} and {@link #commit}, except right behind {@link #pause}. Owned by one thread.
 */
public final class SegmentCodec {

    /** How long a transaction's part gets before the next one begins, one change more or less. */
    static final int PART_BYTES = 1 << 20;
    /** How far the entries of the index lie apart, at least. */
    static final int INDEX_BYTES = 256 << 10;

    /** No more schemas are known by their object; those that come anew all the time shall not fill the memory. */
    private static final int KNOWN_OBJECTS = 10_000;

    private final MessageBuffer buffer;
    private final int partBytes;
    private final int indexBytes;
    private final CRC32C crc = new CRC32C();
    private final IdentityHashMap<TableSchema, Integer> numbers = new IdentityHashMap<>();
    private final Map<ByteBuffer, Integer> numbersByForm = new HashMap<>();
    /** Schema changes that the files hold behind their position and that may come again. */
    private final Set<ByteBuffer> kept = new HashSet<>();

    private final PartStatements statements = new PartStatements();
    private final TextBytes user = new TextBytes();
    private final TextBytes userIp = new TextBytes();
    private final TextBytes database = new TextBytes();
    private final TextBytes table = new TextBytes();

    private Contents contents;
    /** Where the next record begins in the file. */
    private long fileOffset;

    /** Where the open record begins in the buffer, or -1. */
    private int recordStart = -1;
    /** The commit ts of the transaction that was begun. */
    private long partTs;
    /** Whether it is complete only with others behind it. */
    private boolean inGroup;

    /** The schema of the change before in the same part. */
    private @Nullable TableSchema lastSchema;

    /** The schema whose number was asked for last, in whatever part; mostly it is the next one too. */
    private @Nullable TableSchema numbered;

    private int numberOfNumbered;

    /** @param buffer where bytes go */
    public SegmentCodec(MessageBuffer buffer) {
        this(buffer, PART_BYTES, INDEX_BYTES);
    }

    SegmentCodec(MessageBuffer buffer, int partBytes, int indexBytes) {
        this.buffer = buffer;
        this.partBytes = partBytes;
        this.indexBytes = indexBytes;
        this.contents = new Contents(0, indexBytes, 0);
    }

    /**
     * Goes on behind what an earlier process wrote.
     *
     * @param tail of the newest file; if that one is closed, {@link #header} of the next has to follow
     */
    public void resume(SegmentTail.Tail tail) {
        contents = tail.contents();
        fileOffset = tail.keepBytes();
        forgetSchemas();
        for (byte[] schema : contents.schemas()) {
            numbersByForm.put(ByteBuffer.wrap(schema), numbersByForm.size());
        }
        kept.clear();
        kept.addAll(tail.schemaChanges());
    }

    /** Takes the schema changes behind the position in for known, of a file in front of the newest that has no position itself. */
    void keep(SegmentTail.Tail older) {
        kept.addAll(older.schemaChanges());
    }

    /** Begins a file, behind the one before if there was one. */
    public void header(SegmentHeader header) {
        int from = buffer.length();
        header.write(buffer, contents.coveredTs(), indexBytes, contents.fingerprint());
        fileOffset = (long) buffer.length() - from;
        contents = new Contents(contents.coveredTs(), indexBytes, fileOffset);
        forgetSchemas();
    }

    /** Begins a transaction; its schemas go in front where the file does not have them. */
    public void begin(Transaction transaction) {
        kept.clear();
        List<RowChange> changes = transaction.changes();
        for (int i = 0; i < changes.size(); i++) {
            RowChange change = changes.get(i);
            define(change.before());
            define(change.after());
        }
        partTs = transaction.commitTs().value();
        openPart(Frame.FIRST);
        head(transaction);
        List<Piece> pieces = transaction.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            piece(pieces.get(i));
        }
    }

    private void head(Transaction transaction) {
        byte[] userBytes = user.of(transaction.user());
        byte[] ipBytes = userIp.of(transaction.userIp());
        buffer.ensureRoom(6 * Bytes.MAX_VARINT + userBytes.length + ipBytes.length);
        byte[] array = buffer.array();
        int at = Bytes.setVarint(array, buffer.length(), transaction.changes().size());
        at = Bytes.setVarint(array, at, transaction.txnId());
        at = Bytes.setVarint(array, at, transaction.sizeBytes());
        at = Bytes.setBytes(array, at, userBytes);
        at = Bytes.setBytes(array, at, ipBytes);
        at = Bytes.setVarint(array, at, transaction.pieces().size());
        buffer.advance(at - buffer.length());
    }

    /** Adds a change of the transaction that was begun. */
    public void change(Transaction transaction, int index) {
        if (recordStart < 0) {
            openPart(0);
        } else if (buffer.length() - recordStart >= partBytes) {
            pause();
            openPart(0);
        }
        RowChange change = transaction.changes().get(index);
        Row before = change.before();
        Row after = change.after();
        Row image = after != null ? after : change.image();
        int tagAt = buffer.length();
        buffer.write(0);
        int tag = ChangeTag.of(change) | statement(change.statement());
        if (image.schema() != lastSchema) {
            tag |= ChangeTag.SCHEMA;
            useSchema(image.schema());
        }
        if (before != null && after != null && before.schema() != after.schema()) {
            tag |= ChangeTag.SCHEMA_BEFORE;
            Bytes.putVarint(buffer, numberOf(before.schema()));
        }
        buffer.array()[tagAt] = (byte) tag;
        row(before);
        row(after);
    }

    /**
     * Ends the transaction.
     *
     * @param complete whether no transaction follows that has a piece of this commit ts or before
     */
    public void commit(Transaction transaction, boolean complete) {
        if (recordStart < 0) {
            openPart(0);
        }
        closePart(Frame.LAST | (complete ? Frame.COMPLETE : 0));
        inGroup = !complete;
        contents.addTransaction(partTs, transaction.changes().size(), complete, fileOffset);
    }

    /** Ends the record that is open, if there is one, so that the buffer may be emptied within a transaction. */
    public void pause() {
        if (recordStart >= 0) {
            closePart(0);
            contents.addPart();
        }
    }

    /** Adds a schema change, unless it is one that the files hold already behind the position from which the stream began again. */
    public void schema(SchemaChange change) {
        TableSchema before = change.before();
        byte[] beforeForm = before == null ? new byte[0] : SchemaForm.encode(before);
        byte[] afterForm = SchemaForm.encode(change.after());
        long ts = change.commitTs().value();
        if (!kept.isEmpty() && kept.remove(key(ts, beforeForm, afterForm))) {
            return;
        }
        int beforeNumber = before == null ? 0 : numberOf(beforeForm) + 1;
        int afterNumber = numberOf(afterForm) + 1;
        open();
        Bytes.putVarint(buffer, beforeNumber);
        Bytes.putVarint(buffer, afterNumber);
        close(Frame.SCHEMA_CHANGE, ts);
        contents.addSchemaChange(ts);
    }

    /** Adds a heartbeat, unless the last transaction is complete only with others behind it, which will say the same. */
    public void heartbeat(Heartbeat heartbeat) {
        if (inGroup) {
            return;
        }
        open();
        close(Frame.HEARTBEAT, heartbeat.commitTs().value());
        contents.addHeartbeat(heartbeat.commitTs().value(), fileOffset);
    }

    /** Ends the file. Only {@link #header} may follow. */
    public void footer() {
        long footerOffset = fileOffset;
        open();
        contents.writeFooter(buffer);
        close(Frame.FOOTER, contents.lastTs());
        Contents.writeTrailer(buffer, footerOffset);
    }

    /** Returns what a schema change is known by across files. */
    static ByteBuffer key(long ts, byte[] before, byte[] after) {
        ByteBuffer key = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + before.length + after.length);
        return key.putLong(ts).putInt(before.length).put(before).put(after).flip();
    }

    private void piece(Piece piece) {
        byte[] databaseBytes = database.of(piece.binlogTable().database());
        byte[] tableBytes = table.of(piece.binlogTable().table());
        buffer.ensureRoom(4 * Bytes.MAX_VARINT + 2 * Long.BYTES + databaseBytes.length + tableBytes.length);
        byte[] array = buffer.array();
        int at = Bytes.setBytes(array, buffer.length(), databaseBytes);
        at = Bytes.setBytes(array, at, tableBytes);
        at = Bytes.setVarint(array, at, piece.partition());
        at = Bytes.setVarint(array, at, piece.regionId());
        Bytes.setLong(array, at, piece.startTs().value());
        Bytes.setLong(array, at + Long.BYTES, piece.commitTs().value());
        buffer.advance(at + 2 * Long.BYTES - buffer.length());
    }

    private int statement(Statement statement) {
        int number = statements.find(statement);
        if (number == PartStatements.LAST) {
            return ChangeTag.STATEMENT_LAST;
        }
        if (number >= 0) {
            Bytes.putVarint(buffer, number);
            return ChangeTag.STATEMENT_KNOWN;
        }
        int length = statement.byteCount();
        buffer.ensureRoom(Math.addExact(length, Long.BYTES + Bytes.MAX_VARINT));
        byte[] array = buffer.array();
        Bytes.setLong(array, buffer.length(), statement.sign());
        int at = Bytes.setVarint(array, buffer.length() + Long.BYTES, length);
        statement.copyBytes(array, at);
        buffer.advance(at + length - buffer.length());
        return ChangeTag.STATEMENT_NEW;
    }

    private void useSchema(TableSchema schema) {
        lastSchema = schema;
        Bytes.putVarint(buffer, numberOf(schema));
    }

    /** Puts a row behind its length, for which one byte is left, since that is mostly enough. */
    private void row(@Nullable Row row) {
        if (row == null) {
            return;
        }
        int lengthAt = buffer.length();
        int end = row.tryWriteTo(buffer.array(), lengthAt + 1);
        if (end < 0) {
            buffer.ensureRoom(Math.addExact(row.encodedSize(), Bytes.MAX_VARINT));
            end = row.writeTo(buffer.array(), lengthAt + 1);
        }
        int size = end - lengthAt - 1;
        if (size <= 0x7f) {
            buffer.array()[lengthAt] = (byte) size;
            buffer.advance(size + 1);
            return;
        }
        buffer.ensureRoom(size + Bytes.MAX_VARINT);
        byte[] array = buffer.array();
        int at = lengthAt + Bytes.varintLength(size);
        System.arraycopy(array, lengthAt + 1, array, at, size);
        Bytes.setVarint(array, lengthAt, size);
        buffer.advance(at + size - lengthAt);
    }

    /* schemas */

    private void define(@Nullable Row row) {
        if (row != null) {
            numberOf(row.schema());
        }
    }

    private int numberOf(TableSchema schema) {
        if (schema != numbered) {
            numberOfNumbered = lookUp(schema);
            numbered = schema;
        }
        return numberOfNumbered;
    }

    private int lookUp(TableSchema schema) {
        Integer number = numbers.get(schema);
        if (number == null) {
            number = numberOf(SchemaForm.encode(schema));
            if (numbers.size() >= KNOWN_OBJECTS) {
                numbers.clear();
            }
            numbers.put(schema, number);
        }
        return number;
    }

    private void forgetSchemas() {
        numbers.clear();
        numbersByForm.clear();
        numbered = null;
    }

    /** Returns the number of a schema; writes its record where the file has none. */
    private int numberOf(byte[] form) {
        Integer number = numbersByForm.get(ByteBuffer.wrap(form));
        if (number != null) {
            return number;
        }
        long offset = fileOffset;
        open();
        buffer.write(form, 0, form.length);
        close(Frame.SCHEMA, 0);
        contents.addSchema(form, offset);
        numbersByForm.put(ByteBuffer.wrap(form), numbersByForm.size());
        return numbersByForm.size() - 1;
    }

    /* records */

    private void openPart(int flags) {
        open();
        buffer.write(flags);
        statements.clear();
        lastSchema = null;
    }

    private void closePart(int flags) {
        buffer.array()[recordStart + Frame.HEAD_BYTES] |= (byte) flags;
        close(Frame.PART, partTs);
    }

    private void open() {
        if (recordStart >= 0) {
            throw new IllegalStateException("A transaction is open; commit it first");
        }
        recordStart = buffer.length();
        buffer.ensureRoom(Frame.HEAD_BYTES + Frame.CRC_BYTES);
        buffer.advance(Frame.HEAD_BYTES);
    }

    private void close(int kind, long ts) {
        int payload = buffer.length() - recordStart - Frame.HEAD_BYTES;
        byte[] array = buffer.array();
        Bytes.setInt(array, recordStart, payload);
        array[recordStart + Frame.KIND_AT] = Frame.kindByte(kind, payload);
        Bytes.setLong(array, recordStart + Frame.TS_AT, ts);
        crc.reset();
        crc.update(array, recordStart, Frame.HEAD_BYTES + payload);
        Bytes.putInt(buffer, (int) crc.getValue());
        fileOffset += buffer.length() - recordStart;
        recordStart = -1;
    }
}
