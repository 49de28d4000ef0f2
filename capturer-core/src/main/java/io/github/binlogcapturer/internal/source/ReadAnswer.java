package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.source.ReadResponse.Transaction;
import io.github.binlogcapturer.spi.RegionChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a successful response into a chunk: without heartbeats, without what lies at or below the position, in order, each timestamp
 * once. All but the first are repairs of what some servers send when an answer fills up; the answer is a prefix of the log even then.
 */
final class ReadAnswer {

    @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals alone
    private record Entry(long ts, byte[] bytes) {}

    private final ReadResponse response;
    private final long afterTs;
    private final List<Entry> entries = new ArrayList<>();
    private long watermarkTs;
    private long rows;
    private boolean ascending = true;

    private ReadAnswer(ReadResponse response, long afterTs) {
        this.response = response;
        this.afterTs = afterTs;
        this.watermarkTs = afterTs;
    }

    /** Returns progress, the lack of it, or {@link ReadFailure#DAMAGED}. */
    static StoreAnswer of(ReadResponse response, long afterTs, String peer) {
        int entryCount = response.entryCount();
        int tsCount = response.commitTsCount();
        if (entryCount != tsCount) {
            return damaged(peer + " sent " + entryCount + " entries with " + tsCount + " timestamps", null);
        }
        IOException unreadable = response.damage();
        if (unreadable != null) {
            return damaged(
                    "the entry that " + peer + " sent for commit ts " + response.commitTs(response.damagedIndex())
                            + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
        return new ReadAnswer(response, afterTs).answer(peer);
    }

    private StoreAnswer answer(String peer) {
        for (int i = 0; i < response.commitTsCount(); i++) {
            watermarkTs = Math.max(watermarkTs, response.commitTs(i));
        }
        if (watermarkTs == afterTs) {
            return new StoreAnswer.CaughtUp();
        }
        response.transactions().forEach(this::collect);
        if (!ascending) {
            entries.sort(Comparator.comparingLong(Entry::ts));
        }
        Entry contradiction = dropDuplicates();
        return contradiction == null
                ? new StoreAnswer.Progress(chunk(), rows, response.entryBytes())
                : damaged(peer + " sent two different entries for commit ts " + CommitTs.of(contradiction.ts), null);
    }

    private void collect(Transaction transaction) {
        long ts = response.commitTs(transaction.index());
        if (ts <= afterTs) {
            return;
        }
        rows += transaction.rows();
        ascending &= entries.isEmpty() || entries.get(entries.size() - 1).ts < ts;
        entries.add(new Entry(ts, transaction.bytes()));
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
            } else if (!Arrays.equals(last.bytes, entry.bytes)) {
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
            payloads.add(entries.get(i).bytes);
        }
        return new RegionChunk(commitTs, payloads, watermarkTs);
    }

    private static StoreAnswer damaged(String detail, @Nullable Exception cause) {
        return StoreAnswer.Failed.of(ReadFailure.DAMAGED, detail, cause);
    }
}
