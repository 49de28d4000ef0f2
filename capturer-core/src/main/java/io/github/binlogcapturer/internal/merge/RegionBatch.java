package io.github.binlogcapturer.internal.merge;

import java.util.List;

/**
 * What a region delivered at once.
 *
 * @param pieces in commit order
 * @param watermarkTs the timestamp the region has reached; nothing at or below it will follow
 * @param <T> the kind of piece
 */
public record RegionBatch<T extends MergeToken>(List<T> pieces, long watermarkTs) {}
