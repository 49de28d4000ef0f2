package io.github.binlogcapturer.event;

/** What a {@link RowChange} does, as far as the binlog knows it. */
public enum ChangeType {
    /** A row that did not exist appears. */
    INSERT,
    /** A row changes; both images are known. */
    UPDATE,
    /**
     * A row has a new image and may have had an old one, which the binlog does not hold: the server writes old images only to
     * binlog partitions that also receive a new row of the same statement, and REPLACE hides some of them. Apply it as an upsert.
     */
    UPSERT,
    /** A row goes. */
    DELETE
}
