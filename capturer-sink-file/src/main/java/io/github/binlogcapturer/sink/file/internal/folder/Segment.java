package io.github.binlogcapturer.sink.file.internal.folder;

import java.nio.file.Path;

/**
 * One file of the sequence.
 *
 * @param number its place in the sequence, ascending but not without gaps
 */
record Segment(long number, Path path, State state) {

    enum State {
        /** Being written to, or left so. */
        OPEN,
        /** Complete, and never changed again. */
        CLOSED,
        /** Complete and compressed. */
        PACKED,
        /** The beginning of a compressed file. */
        PARTIAL
    }

    boolean is(State wanted) {
        return state == wanted;
    }
}
