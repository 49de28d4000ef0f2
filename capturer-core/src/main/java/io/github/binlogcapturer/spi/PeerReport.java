package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;

/** What one peer of a region said when it was asked how it is. */
public sealed interface PeerReport {

    /** Returns the peer's {@code host:port}. */
    String address();

    /**
     * The peer answered.
     *
     * @param oldest where its history begins: a position at or above can be read from it
     * @param checkPoint up to where it may be read now; it stands still while a transaction is prepared and neither committed nor
     *     rolled back
     */
    record Answered(String address, CommitTs oldest, CommitTs checkPoint) implements PeerReport {}

    /**
     * The peer did not answer, or not to the point.
     *
     * @param why as a message shows it
     */
    record Silent(String address, String why) implements PeerReport {}
}
