package io.github.binlogcapturer.event;

import java.util.Objects;

/**
 * The part of a transaction that one partition of one binlog table holds. BaikalDB cuts every transaction into such pieces, each with
 * timestamps of its own; the library joins them again.
 *
 * @param binlogTable the binlog table
 * @param partition its partition
 * @param regionId the region of the partition that holds the piece
 * @param startTs taken when the piece was prepared; with the region it names the piece for good
 * @param commitTs taken when it was committed
 */
public record Piece(TableName binlogTable, long partition, long regionId, CommitTs startTs, CommitTs commitTs) {

    public Piece {
        Objects.requireNonNull(binlogTable, "binlogTable");
        Objects.requireNonNull(startTs, "startTs");
        Objects.requireNonNull(commitTs, "commitTs");
    }
}
