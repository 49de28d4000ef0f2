package io.github.binlogcapturer.error;

/**
 * The binlog no longer reaches back to the wanted position: every peer of a region has dropped it. The capturer never
 * jumps over the hole by itself. Take a new snapshot of the tables, then start from a position that still exists.
 */
public class PositionExpiredException extends CapturerException {

    private static final long serialVersionUID = 1L;

    private final long regionId;
    private final long positionTs;

    /**
     * @param regionId the region whose history is too short
     * @param positionTs the commit ts that was asked for
     */
    public PositionExpiredException(String message, long regionId, long positionTs) {
        super(message);
        this.regionId = regionId;
        this.positionTs = positionTs;
    }

    /** Returns the region whose history is too short. */
    public long regionId() {
        return regionId;
    }

    /** Returns the commit ts from which reading was to go on. */
    public long positionTs() {
        return positionTs;
    }
}
