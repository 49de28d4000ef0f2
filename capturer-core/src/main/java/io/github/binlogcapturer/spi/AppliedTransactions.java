package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of transactions, each named by the region and start ts of its first piece, with its commit ts. Immutable and thread-safe.
 *
 * <p>Its bytes are a version, the count, and per transaction in order of start ts the distance to the one before, the distance from start
 * to commit, and the region, as variable-length integers: about ten bytes each.
 */
public final class AppliedTransactions {

    private static final byte VERSION = 1;
    private static final AppliedTransactions NONE = new AppliedTransactions(new long[0], new long[0], new long[0]);

    /** Ascending; with equal ones in order of regions. */
    private final long[] startTs;

    private final long[] regionIds;
    private final long[] commitTs;

    private AppliedTransactions(long[] startTs, long[] regionIds, long[] commitTs) {
        this.startTs = startTs;
        this.regionIds = regionIds;
        this.commitTs = commitTs;
    }

    /** Returns the empty set. */
    public static AppliedTransactions none() {
        return NONE;
    }

    /** Starts a set. */
    public static Builder builder() {
        return new Builder(16);
    }

    /** Starts a set that is likely to have so many, so that it need not grow. */
    public static Builder builder(int expected) {
        return new Builder(Math.max(1, expected));
    }

    /** Returns how many there are. */
    public int size() {
        return startTs.length;
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return startTs.length == 0;
    }

    /** Returns whether a transaction is among them. */
    public boolean contains(Transaction transaction) {
        long start = transaction.startTs().value();
        long region = transaction.pieces().get(0).regionId();
        int at = Arrays.binarySearch(startTs, start);
        if (at < 0) {
            return false;
        }
        while (at > 0 && startTs[at - 1] == start) {
            at--;
        }
        for (; at < startTs.length && startTs[at] == start; at++) {
            if (regionIds[at] == region) {
                return true;
            }
        }
        return false;
    }

    /** Returns those that were committed above a timestamp. */
    public AppliedTransactions above(CommitTs lowWater) {
        Builder builder = builder();
        for (int i = 0; i < startTs.length; i++) {
            if (commitTs[i] > lowWater.value()) {
                builder.add(regionIds[i], startTs[i], commitTs[i]);
            }
        }
        return builder.build();
    }

    /** Returns these and others. */
    public AppliedTransactions union(AppliedTransactions others) {
        return builder().addAll(this).addAll(others).build();
    }

    /** Returns the bytes, for {@link #parse}. */
    public byte[] toBytes() {
        byte[] bytes = new byte[byteCount()];
        bytes[0] = VERSION;
        int end = writeVarint(bytes, 1, startTs.length);
        long previous = 0;
        for (int i = 0; i < startTs.length; i++) {
            end = writeVarint(bytes, end, startTs[i] - previous);
            end = writeVarint(bytes, end, commitTs[i] - startTs[i]);
            end = writeVarint(bytes, end, regionIds[i]);
            previous = startTs[i];
        }
        return bytes;
    }

    private int byteCount() {
        int count = 1 + varintLength(startTs.length);
        long previous = 0;
        for (int i = 0; i < startTs.length; i++) {
            count += varintLength(startTs[i] - previous);
            count += varintLength(commitTs[i] - startTs[i]) + varintLength(regionIds[i]);
            previous = startTs[i];
        }
        return count;
    }

    /**
     * Reads what {@link #toBytes} gave. No bytes at all are the empty set.
     *
     * @throws IllegalArgumentException if the bytes are of a later release or damaged
     */
    public static AppliedTransactions parse(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Parser(bytes).parse();
    }

    private static int varintLength(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** Returns where the next value goes. */
    private static int writeVarint(byte[] bytes, int from, long value) {
        int at = from;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AppliedTransactions set
                && Arrays.equals(startTs, set.startTs)
                && Arrays.equals(regionIds, set.regionIds)
                && Arrays.equals(commitTs, set.commitTs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(startTs);
    }

    /** Returns how many there are. */
    @Override
    public String toString() {
        return startTs.length + " transactions";
    }

    /** Collects transactions; each counts once, however often it is added. Not thread-safe. */
    public static final class Builder {

        private long[] startTs;
        private long[] regionIds;
        private long[] commitTs;
        private int size;

        private Builder(int expected) {
            startTs = new long[expected];
            regionIds = new long[expected];
            commitTs = new long[expected];
        }

        /** Adds a transaction. */
        public Builder add(Transaction transaction) {
            return add(
                    transaction.pieces().get(0).regionId(),
                    transaction.startTs().value(),
                    transaction.commitTs().value());
        }

        /** Adds a transaction by region and start ts of its first piece, and its commit ts. */
        public Builder add(long regionId, long start, long commit) {
            if (size == startTs.length) {
                startTs = Arrays.copyOf(startTs, 2 * size);
                regionIds = Arrays.copyOf(regionIds, 2 * size);
                commitTs = Arrays.copyOf(commitTs, 2 * size);
            }
            startTs[size] = start;
            regionIds[size] = regionId;
            commitTs[size++] = commit;
            return this;
        }

        /** Adds all of another set. */
        public Builder addAll(AppliedTransactions others) {
            for (int i = 0; i < others.startTs.length; i++) {
                add(others.regionIds[i], others.startTs[i], others.commitTs[i]);
            }
            return this;
        }

        /** Returns the set. */
        public AppliedTransactions build() {
            if (size == 0) {
                return NONE;
            }
            int[] order = order();
            long[] starts = new long[size];
            long[] regions = new long[size];
            long[] commits = new long[size];
            int kept = 0;
            for (int at : order) {
                if (kept > 0 && starts[kept - 1] == startTs[at] && regions[kept - 1] == regionIds[at]) {
                    continue;
                }
                starts[kept] = startTs[at];
                regions[kept] = regionIds[at];
                commits[kept++] = commitTs[at];
            }
            return new AppliedTransactions(
                    Arrays.copyOf(starts, kept), Arrays.copyOf(regions, kept), Arrays.copyOf(commits, kept));
        }

        /** Sorts by merging, without an object for each: sets are built for every batch of a lane, mostly of runs in order. */
        private int[] order() {
            int[] from = new int[size];
            Arrays.setAll(from, i -> i);
            int[] into = new int[size];
            for (int width = 1; width < size; width *= 2) {
                for (int low = 0; low < size; low += 2 * width) {
                    merge(from, into, low, Math.min(low + width, size), Math.min(low + 2 * width, size));
                }
                int[] merged = into;
                into = from;
                from = merged;
            }
            return from;
        }

        private void merge(int[] from, int[] into, int low, int middle, int high) {
            if (middle == high || compare(from[middle - 1], from[middle]) <= 0) {
                System.arraycopy(from, low, into, low, high - low);
                return;
            }
            int left = low;
            int right = middle;
            for (int at = low; at < high; at++) {
                boolean takeLeft = right == high || (left < middle && compare(from[left], from[right]) <= 0);
                into[at] = takeLeft ? from[left++] : from[right++];
            }
        }

        private int compare(int left, int right) {
            int byStart = Long.compare(startTs[left], startTs[right]);
            return byStart != 0 ? byStart : Long.compare(regionIds[left], regionIds[right]);
        }
    }

    private static final class Parser {

        private final byte[] bytes;
        private int at;

        Parser(byte[] bytes) {
            this.bytes = bytes;
        }

        AppliedTransactions parse() {
            int version = bytes[at++];
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "A set of applied transactions has format " + version + ", but this release reads format "
                                + VERSION + "; use the release that wrote it, or a later one");
            }
            long count = readVarint();
            Builder builder = builder();
            long start = 0;
            for (long i = 0; i < count; i++) {
                start += readVarint();
                long commit = start + readVarint();
                builder.add(readVarint(), start, commit);
            }
            if (at != bytes.length) {
                throw damaged();
            }
            return builder.build();
        }

        private long readVarint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at == bytes.length) {
                    throw damaged();
                }
                byte next = bytes[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw damaged();
        }

        private IllegalArgumentException damaged() {
            return new IllegalArgumentException("A set of applied transactions is damaged at byte " + at + " of "
                    + bytes.length + "; was the table of progress written by something else?");
        }
    }
}
