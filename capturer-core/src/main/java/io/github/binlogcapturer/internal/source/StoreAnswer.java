package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.spi.RegionChunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a store answered. */
sealed interface StoreAnswer {

    /**
     * The region has moved on.
     *
     * @param rows rows of the chunk's transactions, as the server counts them
     * @param bytes size of all entries that came, heartbeats included
     */
    record Progress(RegionChunk chunk, long rows, long bytes) implements StoreAnswer {}

    /** There is nothing new. */
    record CaughtUp() implements StoreAnswer {}

    /** How far the peer's history reaches. */
    record History(BinlogQueryInfo info) implements StoreAnswer {}

    /**
     * No answer, or one that helps only to ask better.
     *
     * @param detail what happened and at which peer
     * @param leader the leader that the peer names, or null
     * @param regions the regions as the peer knows them, with {@link ReadFailure#VERSION_OLD}
     */
    record Failed(
            ReadFailure why,
            String detail,
            @Nullable String leader,
            List<RegionInfo> regions,
            @Nullable Exception cause)
            implements StoreAnswer {

        static Failed of(ReadFailure why, String detail, @Nullable Exception cause) {
            return new Failed(why, detail, null, List.of(), cause);
        }
    }
}
