package io.github.binlogcapturer.benchmarks.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.binlogcapturer.benchmarks.source.CannedAnswer.Piece;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * A region's whole log as its answers hold it: the field of each entry and the field of each timestamp, so that an answer is two stretches
 * of bytes. Filled by one thread, then read by any.
 */
final class CannedRegion {

    private final byte[] head;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream timestamps = new ByteArrayOutputStream();
    private final CodedOutputStream entryOut = CodedOutputStream.newInstance(entries);
    private final CodedOutputStream timestampOut = CodedOutputStream.newInstance(timestamps);
    private long[] commitTs = new long[1024];
    private int[] entryEnds = new int[1024];
    private int[] timestampEnds = new int[1024];
    private int size;
    private byte[] entryBytes = {};
    private byte[] timestampBytes = {};

    /** @param leader the store that leads the region, as answers name it */
    CannedRegion(String leader) {
        this.head = StoreRes.newBuilder()
                .setErrcode(WireCodes.Err.SUCCESS)
                .setErrmsg(ByteString.copyFromUtf8("read binlog success"))
                .setLeader(leader)
                .build()
                .toByteArray();
    }

    /** Adds an entry; timestamps ascend. */
    void add(long ts, byte[] entry) {
        if (size == commitTs.length) {
            commitTs = Arrays.copyOf(commitTs, 2 * size);
            entryEnds = Arrays.copyOf(entryEnds, 2 * size);
            timestampEnds = Arrays.copyOf(timestampEnds, 2 * size);
        }
        try {
            entryOut.writeByteArray(StoreRes.BINLOGS_FIELD_NUMBER, entry);
            timestampOut.writeInt64(StoreRes.COMMIT_TS_FIELD_NUMBER, ts);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        commitTs[size] = ts;
        entryEnds[size] = entryOut.getTotalBytesWritten();
        timestampEnds[size] = timestampOut.getTotalBytesWritten();
        size++;
    }

    /** Ends the filling. */
    void seal() {
        try {
            entryOut.flush();
            timestampOut.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        entryBytes = entries.toByteArray();
        timestampBytes = timestamps.toByteArray();
    }

    /**
     * Returns what lies behind a timestamp: as a store, one more transaction of one row than the rows asked for, as long as there are.
     */
    CannedAnswer read(long afterTs, long rows) {
        int found = Arrays.binarySearch(commitTs, 0, size, afterTs);
        int from = found >= 0 ? found + 1 : -found - 1;
        int to = (int) Math.min(size, from + rows + 1);
        return new CannedAnswer(List.of(
                new Piece(head, 0, head.length),
                new Piece(entryBytes, end(entryEnds, from), end(entryEnds, to)),
                new Piece(timestampBytes, end(timestampEnds, from), end(timestampEnds, to))));
    }

    private static int end(int[] ends, int count) {
        return count == 0 ? 0 : ends[count - 1];
    }
}
