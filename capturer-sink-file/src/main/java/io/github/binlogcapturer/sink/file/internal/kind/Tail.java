package io.github.binlogcapturer.sink.file.internal.kind;

import org.jspecify.annotations.Nullable;

/**
 * What the end of a file is like.
 *
 * @param keepBytes how long the file is up to the place from which writing can go on, or to its end where it is finished
 * @param commitTs the commit ts up to which the file is complete, or {@link #NONE}
 * @param empty whether the file holds nothing that is worth keeping, neither a complete commit ts nor a schema change
 * @param damage what is wrong with that which is not kept, or null where it just ends too early or in zeros
 * @param whole whether a file that is called complete can be left as it is: nothing is torn, and the footer is there where the kind has one
 * @param finished whether the file ends with a footer, so that nothing can be appended any more
 * @param detail what else the encoder of this kind wants to know to go on
 */
public record Tail(
        long keepBytes,
        long commitTs,
        boolean empty,
        @Nullable Damage damage,
        boolean whole,
        boolean finished,
        Object detail) {

    /** Stands for the commit ts of a file that holds no complete one. */
    public static final long NONE = 0;

    /** Returns whether the file says how far it goes. */
    public boolean hasPosition() {
        return commitTs != NONE;
    }
}
