package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.spi.RegionChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a successful response into a chunk: without heartbeats, without what lies at or below the position, in order, each timestamp
 * once. All but the first are repairs of what some servers send when an answer fills up; the answer is a prefix of the log even then.
 */
final class ReadAnswer {

    private record Entry(long ts, ByteString bytes) {}

    private final StoreRes response;
    private final long afterTs;
    private final List<Entry> entries = new ArrayList<>();
    private long watermarkTs;
    private long rows;
    private long bytes;
    private boolean ascending = true;

    private ReadAnswer(StoreRes response, long afterTs) {
        this.response = response;
        this.afterTs = afterTs;
        this.watermarkTs = afterTs;
    }

    /** Returns progress, the lack of it, or {@link ReadFailure#DAMAGED}. */
    static StoreAnswer of(StoreRes response, long afterTs, String peer) {
        int entryCount = response.getBinlogsCount();
        int tsCount = response.getCommitTsCount();
        if (entryCount != tsCount) {
            return damaged(peer + " sent " + entryCount + " entries with " + tsCount + " timestamps", null);
        }
        return new ReadAnswer(response, afterTs).answer(peer);
    }

    private StoreAnswer answer(String peer) {
        for (int i = 0; i < response.getCommitTsCount(); i++) {
            long ts = response.getCommitTs(i);
            try {
                collect(ts, response.getBinlogs(i));
            } catch (IOException unreadable) {
                return damaged(
                        "the entry that " + peer + " sent for commit ts " + ts + " cannot be read: "
                                + unreadable.getMessage(),
                        unreadable);
            }
        }
        if (watermarkTs == afterTs) {
            return new StoreAnswer.CaughtUp();
        }
        if (!ascending) {
            entries.sort(Comparator.comparingLong(Entry::ts));
        }
        Entry contradiction = dropDuplicates();
        return contradiction == null
                ? new StoreAnswer.Progress(chunk(), rows, bytes)
                : damaged(peer + " sent two different entries for commit ts " + CommitTs.of(contradiction.ts), null);
    }

    private void collect(long ts, ByteString entry) throws IOException {
        bytes += entry.size();
        long entryRows = EntryPeek.rows(entry);
        if (ts <= afterTs) {
            return;
        }
        watermarkTs = Math.max(watermarkTs, ts);
        if (entryRows == EntryPeek.FAKE) {
            return;
        }
        rows += entryRows;
        ascending &= entries.isEmpty() || entries.get(entries.size() - 1).ts < ts;
        entries.add(new Entry(ts, entry));
    }

    /** Keeps one of equal entries; returns one whose timestamp another, different entry has too, or null. */
    private @Nullable Entry dropDuplicates() {
        if (ascending) {
            return null;
        }
        List<Entry> unique = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Entry last = unique.isEmpty() ? null : unique.get(unique.size() - 1);
            if (last == null || last.ts != entry.ts) {
                unique.add(entry);
            } else if (!last.bytes.equals(entry.bytes)) {
                return entry;
            }
        }
        entries.clear();
        entries.addAll(unique);
        return null;
    }

    private RegionChunk chunk() {
        long[] commitTs = new long[entries.size()];
        List<byte[]> payloads = new ArrayList<>(commitTs.length);
        for (int i = 0; i < commitTs.length; i++) {
            commitTs[i] = entries.get(i).ts;
            payloads.add(array(entries.get(i).bytes));
        }
        return new RegionChunk(commitTs, payloads, watermarkTs);
    }

    private static StoreAnswer damaged(String detail, @Nullable Exception cause) {
        return StoreAnswer.Failed.of(ReadFailure.DAMAGED, detail, cause);
    }

    private static byte[] array(ByteString bytes) {
        ArrayCatcher catcher = new ArrayCatcher();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, catcher);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory cannot fail to be read", impossible);
        }
        byte[] caught = catcher.caught;
        return caught != null && caught.length == bytes.size() ? caught : bytes.toByteArray();
    }

    /** Gets at the array behind a byte string of its own, which nobody else holds once the response is gone. */
    private static final class ArrayCatcher extends ByteOutput {

        private byte @Nullable [] caught;

        @Override
        public void write(byte value) {}

        @Override
        public void write(byte[] value, int offset, int length) {}

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            caught = offset == 0 && length == value.length ? value : null;
        }

        @Override
        public void write(ByteBuffer value) {}

        @Override
        public void writeLazy(ByteBuffer value) {}
    }
}
