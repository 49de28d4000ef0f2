package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.RawPiece;
import java.util.List;

/**
 * A stretch of the merged order on its way from merge to decode.
 *
 * @param transactions the pieces of each transaction, in order
 * @param resolvedTs the timestamp up to which, included, nothing more will follow
 * @param mergedAtNs when it was merged, on the clock's nanosecond scale; all of it was read before
 * @param bytesBySource how many bytes of each region were merged for it
 */
record Chunk(List<List<RawPiece>> transactions, long resolvedTs, long mergedAtNs, List<Long> bytesBySource) {}
