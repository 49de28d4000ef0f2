package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.internal.merge.MergeToken;
import io.github.binlogcapturer.spi.Region;
import java.util.List;

/** An entry whose parts are found but whose rows are not read yet. Immutable. */
public final class RawPiece extends MergeToken {

    /** What the objects around the bytes take, roughly. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int OVERHEAD_PER_MUTATION_BYTES = 200;

    private final byte[] entry;
    private final Slice user;
    private final Slice userIp;
    private final List<RawMutation> mutations;

    RawPiece(Region region, long commitTs, byte[] entry, EntryParser.Header header, List<RawMutation> mutations) {
        super(region, commitTs, header.startTs, header.txnId);
        this.entry = entry;
        this.user = header.user;
        this.userIp = header.userIp;
        this.mutations = mutations;
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
    public int heldBytes() {
        return entry.length + OVERHEAD_BYTES + OVERHEAD_PER_MUTATION_BYTES * mutations.size();
    }
}
