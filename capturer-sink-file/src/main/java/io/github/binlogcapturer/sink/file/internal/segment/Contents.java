package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.format.MessageBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a file holds so far, counted while it is written or read; a file's footer is this. Both come to the same, byte by byte, so a
 * footer that differs from what was read tells of damage.
 */
final class Contents {

    /** A place behind which everything has a commit ts above this one. */
    record Place(long offset, long ts) {}

    private static final byte[] TRAILER_MAGIC = {'S', 'E', 'G', 'E'};

    static final int TRAILER_BYTES = Long.BYTES + 4 + Integer.BYTES;
    /** How many numbers stand in a footer in front of the highest commit ts. */
    static final int COUNTS_BEFORE_COVERED_TS = 7;

    private final int indexBytes;
    private final List<byte[]> schemas = new ArrayList<>();
    private final List<Long> schemaOffsets = new ArrayList<>();
    private final List<Place> index = new ArrayList<>();
    private long indexedTo;

    private long records;
    private long transactions;
    private long changes;
    private long schemaChanges;
    private long heartbeats;
    private long firstTs;
    private long lastTs;
    private long coveredTs;

    /**
     * The numbers at one time.
     *
     * @param firstTs the first commit ts of a transaction or heartbeat, 0 where there is none
     * @param lastTs the commit ts up to which the file is complete, 0 where it holds no complete one
     * @param coveredTs the highest commit ts of anything here or in the files before
     */
    record Counts(
            long records,
            long transactions,
            long changes,
            long schemaChanges,
            long heartbeats,
            long firstTs,
            long lastTs,
            long coveredTs,
            int schemas) {}

    /** @param from where records begin */
    Contents(long startTs, int indexBytes, long from) {
        this.indexBytes = indexBytes;
        this.indexedTo = from;
        this.coveredTs = startTs;
    }

    Counts counts() {
        return new Counts(
                records, transactions, changes, schemaChanges, heartbeats, firstTs, lastTs, coveredTs, schemas.size());
    }

    int indexBytes() {
        return indexBytes;
    }

    long lastTs() {
        return lastTs;
    }

    long coveredTs() {
        return coveredTs;
    }

    List<byte[]> schemas() {
        return schemas;
    }

    void addSchema(byte[] schema, long offset) {
        records++;
        schemas.add(schema);
        schemaOffsets.add(offset);
    }

    void addSchemaChange(long ts) {
        records++;
        schemaChanges++;
        coveredTs = Math.max(coveredTs, ts);
    }

    void addHeartbeat(long ts, long end) {
        records++;
        heartbeats++;
        reach(ts);
        complete(ts, end);
    }

    /** Adds a part that is not its transaction's last one. */
    void addPart() {
        records++;
    }

    /** Adds a transaction's last part. */
    void addTransaction(long ts, long changeCount, boolean complete, long end) {
        records++;
        transactions++;
        changes += changeCount;
        reach(ts);
        if (complete) {
            complete(ts, end);
        }
    }

    private void reach(long ts) {
        firstTs = firstTs == 0 ? ts : firstTs;
        coveredTs = Math.max(coveredTs, ts);
    }

    private void complete(long ts, long end) {
        lastTs = Math.max(lastTs, ts);
        if (end - indexedTo >= indexBytes) {
            index.add(new Place(end, coveredTs));
            indexedTo = end;
        }
    }

    /** Returns to what was counted before; nothing that is complete may have come since. */
    void cutTo(Counts earlier) {
        records = earlier.records;
        transactions = earlier.transactions;
        changes = earlier.changes;
        schemaChanges = earlier.schemaChanges;
        heartbeats = earlier.heartbeats;
        firstTs = earlier.firstTs;
        lastTs = earlier.lastTs;
        coveredTs = earlier.coveredTs;
        schemas.subList(earlier.schemas, schemas.size()).clear();
        schemaOffsets.subList(earlier.schemas, schemaOffsets.size()).clear();
    }

    /** Puts the payload of a footer record. */
    void writeFooter(MessageBuffer buffer) {
        Bytes.putVarint(buffer, records);
        Bytes.putVarint(buffer, transactions);
        Bytes.putVarint(buffer, changes);
        Bytes.putVarint(buffer, schemaChanges);
        Bytes.putVarint(buffer, heartbeats);
        Bytes.putVarint(buffer, firstTs);
        Bytes.putVarint(buffer, lastTs);
        Bytes.putVarint(buffer, coveredTs);
        Bytes.putInt(buffer, fingerprint());
        Bytes.putVarint(buffer, schemaOffsets.size());
        long before = 0;
        for (long offset : schemaOffsets) {
            Bytes.putVarint(buffer, offset - before);
            before = offset;
        }
        Bytes.putVarint(buffer, index.size());
        Place last = new Place(0, 0);
        for (Place place : index) {
            Bytes.putVarint(buffer, place.offset - last.offset);
            Bytes.putVarint(buffer, place.ts - last.ts);
            last = place;
        }
    }

    /** Returns whether a footer's payload says what was counted. */
    boolean hasFooter(byte[] payload) {
        MessageBuffer expected = new MessageBuffer();
        writeFooter(expected);
        return Arrays.equals(payload, expected.toByteArray());
    }

    /** Returns what stands at the very end of a file whose footer is at a place. */
    static byte[] trailer(long footerOffset) {
        MessageBuffer trailer = new MessageBuffer();
        writeTrailer(trailer, footerOffset);
        return trailer.toByteArray();
    }

    /** Puts what stands at the very end of a file, so that the footer is found from there. */
    static void writeTrailer(MessageBuffer buffer, long footerOffset) {
        int from = buffer.length();
        Bytes.putLong(buffer, footerOffset);
        buffer.write(TRAILER_MAGIC, 0, TRAILER_MAGIC.length);
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), from, buffer.length() - from);
        Bytes.putInt(buffer, (int) crc.getValue());
    }

    /** Returns a checksum of all schemas, 0 where there are none. */
    int fingerprint() {
        CRC32C crc = new CRC32C();
        schemas.forEach(schema -> crc.update(schema, 0, schema.length));
        return (int) crc.getValue();
    }
}
