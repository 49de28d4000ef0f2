package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.RpcException;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.RegionOfflineBinlogInfo;
import io.github.binlogcapturer.spi.RegionChunk;
import java.util.List;
import java.util.Locale;
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

    /** There is something, but it is larger than was allowed, and was not received. */
    record TooLarge(long bytes) implements StoreAnswer {}

    /** How far the peer's history reaches. */
    record History(BinlogQueryInfo info) implements StoreAnswer {

        /** Returns whether the region was ever written to on this peer; one that was not cannot be read yet. */
        boolean isInitialised() {
            return info.getCheckPointTs() >= 0 && info.getRegionOldestTs() >= 0;
        }

        /** Returns what the server compares positions with. */
        long readableFrom() {
            return Math.max(info.getRegionOldestTs(), info.getBinlogCfOldestTs());
        }
    }

    /** Which part of the binlog the peer has in external storage. */
    record Offline(RegionOfflineBinlogInfo info) implements StoreAnswer {}

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

    /** Returns what a call without an answer means. */
    static StoreAnswer of(RpcException failure) {
        return failure.kind() == RpcException.Kind.TOO_LARGE
                ? new TooLarge(failure.bytes())
                : Failed.of(ReadFailure.of(failure), String.valueOf(failure.getMessage()), failure);
    }

    /** Returns its name among the outcomes that are counted. */
    default String outcome() {
        if (this instanceof Failed failed) {
            return failed.why().name().toLowerCase(Locale.ROOT);
        }
        if (this instanceof TooLarge) {
            return "too_large";
        }
        return this instanceof CaughtUp ? "caught_up" : "progress";
    }
}
