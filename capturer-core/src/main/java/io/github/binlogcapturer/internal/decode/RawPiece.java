package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.internal.merge.MergeToken;
import io.github.binlogcapturer.spi.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose parts are found but whose rows are not read yet. Where memory has no room for it, only what merging needs is kept, and
 * it is read again once its turn has come. Immutable.
 */
public final class RawPiece extends MergeToken {

    /** What the objects around the bytes take, roughly. */
    private static final int OVERHEAD_BYTES = 160;

    private static final int OVERHEAD_PER_MUTATION_BYTES = 96;

    private final byte @Nullable [] entry;
    private final int sizeBytes;
    private final Slice user;
    private final Slice userIp;
    private final List<RawMutation> mutations;
    private final long heldBytes;

    RawPiece(Region region, long commitTs, byte[] entry, EntryParser.Header header) {
        super(region, commitTs, header.startTs, header.txnId);
        this.entry = entry;
        this.sizeBytes = entry.length;
        this.user = header.user;
        this.userIp = header.userIp;
        this.mutations = header.mutations;
        this.heldBytes = entry.length + OVERHEAD_BYTES + bytesOf(mutations);
    }

    private RawPiece(RawPiece whole) {
        super(whole.region(), whole.commitTs(), whole.startTs(), whole.txnId());
        this.entry = null;
        this.sizeBytes = whole.sizeBytes;
        this.user = Slice.EMPTY;
        this.userIp = Slice.EMPTY;
        this.mutations = List.of();
        this.heldBytes = OVERHEAD_BYTES;
    }

    private static long bytesOf(List<RawMutation> mutations) {
        long bytes = 0;
        for (RawMutation mutation : mutations) {
            bytes += OVERHEAD_PER_MUTATION_BYTES
                    + mutation.inserted().heldBytes()
                    + mutation.deleted().heldBytes();
        }
        return bytes;
    }

    /** Returns what to do, as the end of a message, where the capture cannot get past an entry. */
    public static String wayPast(long commitTs) {
        return " To go on without this transaction, leave it out with skipTransactions: " + commitTs;
    }

    /** Returns what is left of the piece without its payload. */
    public RawPiece deferred() {
        return new RawPiece(this);
    }

    /** Returns whether the payload has to be read again before anything but the token can be asked for. */
    public boolean isDeferred() {
        return entry == null;
    }

    /** Returns the size of the entry on the wire. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Returns how many mutations the piece has. */
    public int mutationCount() {
        return mutations.size();
    }

    /** Returns the table that a mutation is of. */
    public long tableId(int mutation) {
        return mutations.get(mutation).tableId();
    }

    byte[] entry() {
        if (entry == null) {
            throw new IllegalStateException("The payload of " + region() + " at " + commitTs() + " was not kept");
        }
        return entry;
    }

    Slice user() {
        return user;
    }

    Slice userIp() {
        return userIp;
    }

    List<RawMutation> mutations() {
        return mutations;
    }

    @Override
    public long heldBytes() {
        return heldBytes;
    }
}
